using System.Diagnostics;
using System.Net;
using AgentFunctions.Tests.Client.Servers;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Client.CommandLine;

/// <summary>Wrong arguments, servers that are away, help and completion.</summary>
public sealed class UsageTests
{
    private readonly CliSession _cli = new(server: null);

    [Theory]
    [InlineData("--input", "run", "classify-ticket")]
    [InlineData("--input is no JSON", "run", "a", "--input", "{")]
    [InlineData("--input is no JSON", "run", "a", "--input", "words")]
    [InlineData("--input cannot be read", "run", "a", "--input", "@/no/such/file")]
    [InlineData("--metadata is 'x'; allowed is NAME=TEXT", "run", "a", "--input", "1", "--metadata", "x")]
    [InlineData("--metadata is 'x=2'", "run", "a", "--input", "1", "--metadata", "x=1", "--metadata", "x=2")]
    [InlineData("'fast' not recognized. Must be one of: 'standard' 'interactive' 'economy'", "run", "a", "--input", "1", "--lane", "fast")]
    [InlineData("--deadline is 'soon'; allowed are", "run", "a", "--input", "1", "--deadline", "soon")]
    [InlineData("'much'", "run", "a", "--input", "1", "--max-cost", "much")]
    [InlineData("FILE is '/no/such/file', which is no file", "submit", "/no/such/file")]
    [InlineData("--idempotency-key allows 1 to 200 visible ASCII", "submit", "-", "--idempotency-key", "a b")]
    [InlineData("Must be one of: 'queued'", "list", "--status", "done")]
    [InlineData("--limit is -1", "list", "--limit", "-1")]
    [InlineData("--from is 'bad'", "costs", "--from", "bad")]
    [InlineData("Must be one of: 'tenant'", "costs", "--by", "colour")]
    [InlineData("Which tasks?", "redrive")]
    [InlineData("Which tasks?", "redrive", "--ids", "x", "--agent", "a")]
    [InlineData("--role", "keys", "create", "--name", "x")]
    [InlineData("Must be one of: 'submit' 'read' 'admin'", "keys", "create", "--name", "x", "--role", "root")]
    [InlineData("--every allows", "backlog", "--watch", "--every", "0")]
    [InlineData("--retries is -1", "health", "--retries", "-1")]
    [InlineData("--url is 'ftp://x'; allowed is an http or https address", "health", "--url", "ftp://x")]
    [InlineData("Must be one of: 'bash'", "completion", "tcsh")]
    [InlineData("'frobnicate'", "frobnicate")]
    [InlineData("Required command", "keys")]
    [InlineData("Required command", "callbacks")]
    [InlineData("Which callbacks?", "callbacks", "redrive")]
    [InlineData("Which callbacks?", "callbacks", "redrive", "--ids", "x", "--all")]
    [InlineData("Must be one of: 'pending'", "callbacks", "list", "--status", "open")]
    [InlineData("--overlap is '31d'; allowed is a whole number with s, m, h or d, up to 30d.", "webhook-secret", "rotate", "--overlap", "31d")]
    [InlineData("--overlap is 'soon'", "webhook-secret", "rotate", "--overlap", "soon")]
    [InlineData("--callback is 'hook'; allowed is an http or https address", "run", "a", "--input", "1", "--callback", "hook")]
    [InlineData("--callback is 'ftp://x'", "submit", "-", "--callback", "ftp://x")]
    public async Task Wrong_arguments_end_with_1_and_a_message_on_stderr(string message, params string[] arguments)
    {
        CliResult run = await _cli.RunAsync(arguments);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("agentfn: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_may_come_from_the_environment_and_a_wrong_one_is_named()
    {
        _cli.Variables["AGENTFN_URL"] = "nonsense";

        CliResult run = await _cli.RunAsync("health");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AGENTFN_URL is 'nonsense'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_or_broken_or_another_ends_with_4()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(
            new Uri("http://127.0.0.1:1/api"),
            new FlakyAnswer.Say(HttpStatusCode.BadGateway), new FlakyAnswer.Say(HttpStatusCode.OK, Body: "<html>"), new FlakyAnswer.Say(HttpStatusCode.ServiceUnavailable, Body: """{"status":"unhealthy","down":["x"],"parts":{}}"""));

        CliResult away = await _cli.RunAsync("list", "--url", "http://127.0.0.1:1/api", "--retries", "0");
        CliResult broken = await _cli.RunAsync("list", "--url", server.Address.ToString(), "--retries", "0");
        CliResult other = await _cli.RunAsync("get", "x", "--url", server.Address.ToString(), "--retries", "0");
        CliResult sick = await _cli.RunAsync("health", "--url", server.Address.ToString(), "--json");

        Assert.All([away, broken, other, sick], r => Assert.Equal(4, r.ExitCode));
        Assert.Contains("http://127.0.0.1:1/api/tasks", away.Error, StringComparison.Ordinal);
        Assert.Contains("502", broken.Error, StringComparison.Ordinal);
        Assert.Contains("route prefix", other.Error, StringComparison.Ordinal);
        Assert.Equal("unhealthy", sick.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        CliResult help = await _cli.RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(
            ["run", "submit", "watch", "get", "result", "list", "cancel", "feedback", "costs", "top", "budgets", "dead-letters", "redrive", "callbacks", "webhook-secret", "keys", "backlog", "overview", "agents", "health", "completion"],
            name => Assert.Contains($"  {name} ", help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_follow_what_is_typed()
    {
        CliResult commands = await _cli.RunAsync("[suggest:1]", "r");
        CliResult values = await _cli.RunAsync("[suggest:13]", "run a --lane ");

        Assert.Equal(["redrive", "result", "run"], commands.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(s => s.StartsWith('r')));
        Assert.Superset(new HashSet<string> { "economy", "interactive", "standard" }, values.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet());
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    [InlineData("pwsh", "-NoProfile -File")]
    public async Task Completion_scripts_are_scripts_of_their_shell(string shell, string check)
    {
        CliResult script = await _cli.RunAsync("completion", shell);

        Assert.Equal(0, script.ExitCode);
        Assert.Contains("[suggest:", script.Output, StringComparison.Ordinal);
        Assert.SkipWhen(!IsInstalled(shell), $"No {shell} here.");
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("script.ps1"), script.Output, TestContext.Current.CancellationToken);
        using Process parse = Process.Start(shell, [.. check.Split(' '), folder.File("script.ps1")]);
        await parse.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parse.ExitCode);
    }

    // Bash asks the tool that was built for these tests, as a user's shell does.
    [Fact]
    public async Task Bash_completes_a_command_line()
    {
        Assert.SkipWhen(!IsInstalled("bash"), "No bash here.");
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("script"), (await _cli.RunAsync("completion", "bash")).Output, TestContext.Current.CancellationToken);
        string ask = $$"""
            agentfn() { dotnet "{{Path.Combine(AppContext.BaseDirectory, "agentfn.dll")}}" "$@"; }
            source "{{folder.File("script")}}"
            COMP_LINE="agentfn keys re" COMP_POINT=15 COMP_WORDS=(agentfn keys re) COMP_CWORD=2
            _agentfn
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        ProcessStartInfo start = new("bash", ["-c", ask]) { RedirectStandardOutput = true };
        using Process bash = Process.Start(start)!;
        string found = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("revoke", found.Trim());
    }

    private static bool IsInstalled(string shell) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, shell)));
}
