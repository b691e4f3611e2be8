using AgentFunctions.Routing.Features;

namespace AgentFunctions.Tests.Routing;

public sealed class PromptFeaturesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   \n\n ")]
    [InlineData("?!…")]
    [InlineData("1,,,2,. 3.4.5 %%% 999999999999999999999999999999999999999999999")]
    [InlineData("Wie viele Äpfel hat Zoë? 日本語 \ud83d\ude00 \ud83d")]
    [InlineData("```csharp\npublic int F(int x) => x + 1;\n```")]
    public void Any_text_has_finite_features(string prompt)
    {
        PromptFeatures features = PromptFeatures.Of(prompt);

        Assert.Equal(ShapeFeatures.Names.Count, features.Shape.Count);
        Assert.All(features.Shape, value => Assert.True(double.IsFinite(value)));
        Assert.All(features.Words, word => Assert.InRange(word.Bucket, 0, WordBuckets.Size - 1));
        Assert.True(features.Words.Count == 0 || Math.Abs(features.Words.Sum(w => w.Value * w.Value) - 1) < 1e-4);
    }

    [Fact]
    public void A_very_long_prompt_is_looked_at_from_both_ends_only()
    {
        string middle = string.Concat(Enumerable.Repeat("word ", 200_000));

        PromptFeatures one = PromptFeatures.Of($"Begin here. {middle} What is 7 plus 5?");
        PromptFeatures other = PromptFeatures.Of($"Begin here. {middle} {middle} What is 7 plus 5?");

        Assert.Equal(one.Shape, other.Shape);
    }

    // Stored predictors are of no use once a word falls into another bucket: then PromptFeatures.Version must change.
    [Fact]
    public void Buckets_stay_the_same_from_release_to_release()
    {
        IReadOnlyList<WordFeature> words = PromptFeatures.Of("How many eggs?").Words;

        Assert.Equal([57, 752, 812, 885, 921], words.Select(w => w.Bucket).Take(5));
    }

    [Fact]
    public void Feature_names_differ()
    {
        Assert.Equal(ShapeFeatures.Names.Count, ShapeFeatures.Names.Distinct().Count());
    }
}
