using AgentFunctions.Routing.Features;

namespace AgentFunctions.Tests.Routing;

/// <summary>Made-up prompts whose difficulty is known.</summary>
internal static class SamplePrompts
{
    private static readonly string[] Things = ["apples", "books", "coins", "pens", "stamps", "eggs", "bricks", "cups"];

    /// <summary>A short question with two numbers.</summary>
    public static string Easy(Random random) =>
        $"Ann has {random.Next(1, 20)} {Thing(random)} and buys {random.Next(1, 20)} more. How many does she have?";

    /// <summary>A long one with more numbers.</summary>
    public static string Hard(Random random) =>
        string.Join(' ', Enumerable.Range(0, 4).Select(i => $"On day {i + 1} the shop sells {random.Next(100, 900)} {Thing(random)}, which is {random.Next(2, 90)}% less than it planned, at ${random.Next(1, 9)}.{random.Next(10, 99)} each.")) +
        " What is the average income, if a third of it goes to tax?";

    public static (string Text, PromptFeatures Features, bool Hard) Next(Random random)
    {
        bool hard = random.Next(2) == 1;
        string text = hard ? Hard(random) : Easy(random);
        return (text, PromptFeatures.Of(text), hard);
    }

    private static string Thing(Random random) => Things[random.Next(Things.Length)];
}
