using System.Text.RegularExpressions;
using AgentFunctions.LocalHost;
using AgentFunctions.Startup;
using AgentFunctions.Tests.Client.CommandLine;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Documentation;

/// <summary>The pages name only what is there.</summary>
public sealed partial class PageTests
{
    private const string LocalHostProject = "dotnet run --project AgentFunctions.LocalHost";
    private const string CliProject = "dotnet run --project AgentFunctions.Cli -- ";

    // A path is one that begins like this; others are examples, or those of URLs.
    private static readonly string[] Folders = [.. Directory.EnumerateDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj" or "node_modules" or ".git"))];

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Select(page => page.Name)];

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_into_the_repository_leads_to_a_file_and_to_a_heading_of_it(string name)
    {
        MarkdownPage page = new(name);
        Assert.All(page.Targets.Where(target => !target.Contains("://", StringComparison.Ordinal)), target =>
        {
            string[] parts = target.Split('#');
            string path = parts[0].Length == 0 ? Repository.PathOf(name) : Path.GetFullPath(Path.Combine(page.Folder, parts[0]));
            Assert.True(Path.Exists(path), $"{target} leads to no file.");
            Assert.True(parts.Length == 1 || new MarkdownPage(Path.GetRelativePath(Repository.Root, path)).Anchors.Contains(parts[1]), $"{target} leads to no heading.");
        });
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_setting_of_the_app_that_is_named_exists(string name)
    {
        string text = string.Join('\n', new MarkdownPage(name).Lines);
        Assert.Subset(
            KnownSettings.All.Select(s => s.Name).ToHashSet(),
            SettingName().Matches(text).Select(m => Number().Replace(m.Value, $"__{Setting.AnyNumber}__")).ToHashSet());
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_path_of_the_repository_that_is_named_exists(string name) => Assert.All(
        new MarkdownPage(name).Spans.Where(span => !span.Contains(' ', StringComparison.Ordinal) && span.Contains('/', StringComparison.Ordinal) && Folders.Contains(span.Split('/')[0])),
        path => Assert.True(Path.Exists(Repository.PathOf(path.TrimEnd('/'))), $"There is no {path}."));

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_command_line_of_the_local_host_is_taken(string name)
    {
        foreach (string[] arguments in CommandsOf(name, LocalHostProject).Select(a => a.SkipWhile(argument => argument != "--").Skip(1).ToArray()))
        {
            using StringWriter output = new();
            LocalHostCommandLine line = new(new ConfigurationBuilder().Build(), (_, _) => Task.FromResult(0));
            int status = await line.InvokeAsync(arguments, output, output, TestContext.Current.CancellationToken);
            Assert.True(status == 0, $"{string.Join(' ', arguments)}: {output}");
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_option_of_an_agentfn_command_exists(string name)
    {
        IEnumerable<string[]> lines = CommandsOf(name, "agentfn ").Concat(CommandsOf(name, CliProject).Select(line => line[4..]));
        foreach (string[] line in lines.Select(words => words[1..]))
        {
            await HasOptionsAsync(line.TakeWhile(word => !word.StartsWith('-')).ToArray(), line.Where(word => word.StartsWith("--", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Every_option_in_a_row_of_the_command_line_s_page_is_one_of_the_row_s_command()
    {
        string[] rows = [.. new MarkdownPage("docs/cli.md").Lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal) && !line.StartsWith("| `--", StringComparison.Ordinal))];
        Assert.True(rows.Length > 10, "The table of commands was not found.");
        foreach (string row in rows)
        {
            Match command = CommandOfRow().Match(row);
            string[] words = [.. command.Groups["words"].Value.Split(' '), .. command.Groups["last"].Captures.TakeLast(1).Select(c => c.Value)];
            await HasOptionsAsync(words, OptionName().Matches(row).Select(m => m.Value));
        }
    }

    // The part of a line from the program on: without variables before it and comments, pipes and other commands after it.
    private static IEnumerable<string[]> CommandsOf(string page, string program) =>
        from line in new MarkdownPage(page).Commands
        from part in Separator().Split(line)
        let start = part.IndexOf(program, StringComparison.Ordinal)
        where start >= 0 && Assignments().IsMatch(part[..start])
        select Word().Matches(part[start..]).Select(m => m.Value.Trim('\'', '"')).ToArray();

    private static async Task HasOptionsAsync(string[] words, IEnumerable<string> options)
    {
        // Arguments after a command's name change nothing of its help.
        CliResult help = await new CliSession(null).RunAsync([.. words, "--help"]);
        Assert.All(options, option => Assert.Matches($@"(?<![\w-]){option}(?![\w-])", help.Output));
    }

    [GeneratedRegex(@"AgentFunctions__\w*\w")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"__\d+__")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*(?:[\w.]+=\S*\s+)*$")]
    private static partial Regex Assignments();

    [GeneratedRegex(@"\s(?:&&|\||#|>)\s")]
    private static partial Regex Separator();

    [GeneratedRegex("""(?:'[^']*'|"[^"]*"|[^\s'"])+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `(?<words>[a-z-]+)(?: (?<last>[a-z]+)(?:\\\|(?<last>[a-z]+))*)?")]
    private static partial Regex CommandOfRow();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex OptionName();
}
