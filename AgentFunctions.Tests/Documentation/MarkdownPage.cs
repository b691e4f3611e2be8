using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Documentation;

/// <summary>A page for readers, such as README.md.</summary>
/// <param name="Name">Path below the root of the repository, with slashes.</param>
internal sealed partial record MarkdownPage(string Name)
{
    private IReadOnlyList<string>? _lines;

    /// <summary>The READMEs and all of docs.</summary>
    public static IEnumerable<MarkdownPage> All { get; } =
    [
        new("README.md"), new("AgentFunctions.Client/README.md"), new("AgentFunctions.Cli/README.md"),
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new MarkdownPage(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))),
    ];

    public string Folder => Path.GetDirectoryName(Repository.PathOf(Name))!;

    public IReadOnlyList<string> Lines => _lines ??= File.ReadAllLines(Repository.PathOf(Name));

    /// <summary>What is not in a code block.</summary>
    public IEnumerable<string> Prose => Parted().Where(l => l.Fence is null).Select(l => l.Text);

    /// <summary>The lines of blocks of shell commands, those that a backslash goes on with joined.</summary>
    public IEnumerable<string> Commands =>
        string.Join('\n', Parted().Where(l => l.Fence is "sh").Select(l => l.Text)).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    /// <summary>The anchors that GitHub makes of the headings.</summary>
    public IEnumerable<string> Anchors => Prose.Select(line => Heading().Match(line)).Where(m => m.Success).Select(m => Slug(m.Groups["text"].Value));

    public static string Slug(string heading) =>
        NotInSlug().Replace(Link().Replace(heading, "${text}").ToLowerInvariant(), string.Empty).Replace(' ', '-');

    /// <summary>Targets of links and images, without titles.</summary>
    public IEnumerable<string> Targets =>
        Prose.SelectMany(line => Target().Matches(Code().Replace(line, string.Empty))).Select(m => m.Groups["target"].Value);

    /// <summary>What stands in backticks.</summary>
    public IEnumerable<string> Spans => Prose.SelectMany(line => Code().Matches(line)).Select(m => m.Value.Trim('`'));

    public override string ToString() => Name;

    private IEnumerable<(string? Fence, string Text)> Parted()
    {
        string? fence = null;
        foreach (string line in Lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                fence = fence is null ? line[3..].Trim() : null;
                continue;
            }

            yield return (fence, line);
        }
    }

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInSlug();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)")]
    private static partial Regex Target();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();
}
