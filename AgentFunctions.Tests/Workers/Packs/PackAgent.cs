namespace AgentFunctions.Tests.Workers.Packs;

/// <summary>The file of an agent that repeats a word, with instructions that are long enough to be worth sharing.</summary>
internal static class PackAgent
{
    /// <param name="settings">Further lines of the front matter.</param>
    public static string File(string name, string settings) => $$$$"""
        ---
        name: {{{{name}}}}
        description: Repeats a word.
        version: 1
        maxOutputTokens: 20
        output: {type: object, required: [word], properties: {word: {type: string}}}
        cache: {use: false}
        {{{{settings}}}}
        ---
        {{{{string.Join(' ', Enumerable.Repeat("Repeat the word that you are given, as it stands there.", 30))}}}}

        word: {{input.text}}
        """;
}
