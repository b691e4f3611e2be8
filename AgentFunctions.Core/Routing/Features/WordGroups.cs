using System.Collections.Frozen;

namespace AgentFunctions.Routing.Features;

/// <summary>Small classes of English function words and task words whose number says something of what a prompt asks for.</summary>
internal static class WordGroups
{
    private static readonly (string Name, string Words)[] Groups =
    [
        ("comparisons", "more less fewer than most least greater larger smaller older younger longer shorter higher lower bigger better worse"),
        ("quantifiers", "each every per all total both altogether any some"),
        ("conditions", "if then when unless after before until while"),
        ("negations", "not no never none without except only but however instead"),
        ("ratios", "times twice half double triple third quarter percent rate ratio average fraction"),
        ("time words", "hour hours minute minutes day days week weeks month months year years second seconds"),
        ("order words", "first second third fourth last next"),
        ("remainders", "left remaining rest remain"),
        ("pronouns", "he she they i we you it his her their my our your its him them"),
        ("prepositions", "of in for with at by from on to"),
        ("conjunctions", "and or"),
        ("articles", "the a an"),
        ("question words", "what which who where why"),
        ("the word how", "how"),
        ("forms of be", "is are was were be been"),
        ("modal verbs", "will would could should can may must"),
        ("task verbs", "calculate find solve prove compute determine explain describe summarize translate write list compare extract classify"),
        ("number words", "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty half twice double triple third quarter hundred thousand million dozen"),
        ("code words", "function class return def int string void import var const public static select null true false"),
    ];

    private static readonly FrozenDictionary<string, int[]> GroupsOfWord = Groups
        .SelectMany((g, i) => g.Words.Split(' ').Distinct().Select(w => (Word: w, Group: i)))
        .GroupBy(g => g.Word)
        .ToFrozenDictionary(g => g.Key, g => g.Select(x => x.Group).ToArray(), StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. Groups.Select(g => g.Name)];

    /// <summary>How many of <paramref name="words"/> belong to each group.</summary>
    public static int[] Count(IReadOnlyList<string> words)
    {
        int[] counts = new int[Groups.Length];
        foreach (string word in words)
        {
            foreach (int group in GroupsOfWord.GetValueOrDefault(word, []))
            {
                counts[group]++;
            }
        }

        return counts;
    }
}
