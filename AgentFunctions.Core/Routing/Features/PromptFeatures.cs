namespace AgentFunctions.Routing.Features;

/// <summary>What the predictor sees of a prompt. Depends on the text alone.</summary>
/// <param name="Shape">One raw value for each of <see cref="ShapeFeatures.Names"/>.</param>
/// <param name="Words">The buckets of its words and word pairs; the values' squares add up to 1, or there are none.</param>
public sealed record PromptFeatures(IReadOnlyList<double> Shape, IReadOnlyList<WordFeature> Words)
{
    /// <summary>Names the way features are made. A predictor learnt on other features is of no use, so this changes with them.</summary>
    public const int Version = 1;

    /// <summary>Longest part of a prompt that is looked at, in characters: its first and last halves.</summary>
    public const int MostCharacters = 32_768;

    public static PromptFeatures Of(string prompt)
    {
        PromptText text = PromptText.Of(Shortened(prompt));
        return new PromptFeatures(ShapeFeatures.Of(text), WordBuckets.Of(text));
    }

    /// <summary>What each word and pair of words of a prompt adds to its buckets.</summary>
    internal static IReadOnlyList<(string Term, WordFeature[] Adds)> Terms(string prompt) => WordBuckets.ByTerm(PromptText.Of(Shortened(prompt)));

    // A question stands at the beginning or at the end of a long document.
    private static string Shortened(string prompt) => prompt.Length <= MostCharacters
        ? prompt
        : string.Concat(prompt.AsSpan(0, MostCharacters / 2), "\n", prompt.AsSpan(prompt.Length - (MostCharacters / 2)));
}

/// <summary>A bucket that words of a prompt fall into.</summary>
public readonly record struct WordFeature(int Bucket, float Value);
