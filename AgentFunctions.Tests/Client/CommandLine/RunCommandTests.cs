using System.Text.Json;
using AgentFunctions.Tests.Client.Servers;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Client.CommandLine;

/// <summary><c>run</c> and the commands about one task, against the real local host.</summary>
public sealed class RunCommandTests(ClientHost host) : IClassFixture<ClientHost>
{
    private readonly CliSession _cli = new(host.Address);

    private static string Input => $$"""{"text":"I was charged twice. {{Guid.NewGuid()}}"}""";

    [Fact]
    public async Task Run_prints_the_result_alone()
    {
        CliResult run = await _cli.RunAsync("run", "classify-ticket", "--input", Input);

        Assert.Equal((0, "billing", ""), (run.ExitCode, run.Json.GetProperty("category").GetString(), run.Error));
    }

    [Fact]
    public async Task Run_reads_a_file_or_stdin_and_says_all_that_it_was_told()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("in.json"), Input, TestContext.Current.CancellationToken);
        _cli.Input = Input;

        CliResult file = await _cli.RunAsync("run", "classify-ticket", "--input", $"@{folder.File("in.json")}", "--lane", "interactive", "--metadata", "a=b=c", "--metadata", "d=", "--max-cost", "0.5", "--deadline", "2h", "--quality", "0.5", "--callback", "https://receiver.example/hook", "--no-cache", "--json");
        CliResult stdin = await _cli.RunAsync("run", "classify-ticket", "-i", "-", "--json");

        Assert.Equal((0, 0), (file.ExitCode, stdin.ExitCode));
        Assert.Equal(("interactive", "succeeded"), (file.Json.GetProperty("lane").GetString(), file.Json.GetProperty("status").GetString()));
        Assert.Equal("""{"a":"b=c","d":""}""", file.Json.GetProperty("metadata").GetRawText());
        Assert.Equal("https://receiver.example", file.Json.GetProperty("callback").GetProperty("target").GetString());
        Assert.Equal("succeeded", stdin.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_result_feedback_and_watch_of_a_task_that_succeeded()
    {
        string id = (await _cli.RunAsync("run", "classify-ticket", "--input", Input, "--json")).Json.GetProperty("id").GetString()!;

        CliResult get = await _cli.RunAsync("get", id, "--json");
        CliResult shown = await _cli.RunAsync("get", id);
        CliResult result = await _cli.RunAsync("result", id, "--json");
        CliResult rated = await _cli.RunAsync("feedback", id, "--score", "0.5", "--note", "so so", "--json");
        CliResult watch = await _cli.RunAsync("watch", id, "--json");
        CliResult watched = await _cli.RunAsync("watch", id);
        CliResult late = await _cli.RunAsync("cancel", id);

        Assert.All([get, shown, result, rated, watch, watched], r => Assert.Equal(0, r.ExitCode));
        Assert.Equal(get.Json.GetProperty("result").GetRawText(), result.Json.GetRawText());
        Assert.Contains("offline", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0.5, rated.Json.GetProperty("feedback").GetProperty("score").GetDouble());
        JsonElement end = watch.JsonLines[^1];
        Assert.Equal(("succeeded", id), (end.GetProperty("event").GetString(), end.GetProperty("data").GetProperty("id").GetString()));
        Assert.Contains("succeeded", watched.Output, StringComparison.Ordinal);
        Assert.Equal(2, late.ExitCode);
        Assert.Contains("can no longer be cancelled", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_open_has_no_result_and_one_that_is_cancelled_ends_a_watch_with_3()
    {
        string id = await QueuedAsync();
        CliResult open = await _cli.RunAsync("result", id);
        CliResult cancel = await _cli.RunAsync("cancel", id, "--json");
        CliResult watch = await _cli.RunAsync("watch", id);

        Assert.Equal((3, 0, 3), (open.ExitCode, cancel.ExitCode, watch.ExitCode));
        Assert.Equal("cancelled", cancel.Json.GetProperty("status").GetString());
        Assert.Contains("it is queued", open.Error, StringComparison.Ordinal);
        Assert.Empty(open.Output);
    }

    [Fact]
    public async Task A_run_that_does_not_succeed_ends_with_3_and_its_reason()
    {
        CliResult run = await _cli.RunAsync("run", "classify-ticket", "--input", Input, "--max-cost", "0.000001", "--json");

        Assert.Equal((3, "failed"), (run.ExitCode, run.Json.GetProperty("status").GetString()));
        Assert.Contains("max-cost", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_130_and_says_how_to_go_on()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(2));

        CliResult run = await _cli.RunAsync(stop.Token, "run", "classify-ticket", "--input", Input, "--not-before", "1d");

        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.Contains("agentfn watch ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pieces_of_the_answer_are_shown_on_stderr_and_the_result_on_stdout()
    {
        await using EventServer server = await EventServer.StartAsync(new EventPart(
            "id: 1-d1\nevent: delta\ndata: {\"text\":\"Hel\"}\n\nid: 1-d2\nevent: delta\ndata: {\"text\":\"lo\"}\n\nid: 1-9\nevent: succeeded\ndata: " + EventServer.Task + "\n\n"));

        CliResult run = await new CliSession(server.Address).RunAsync("run", "a", "--input", "1", "--stream");

        Assert.Equal((0, "Hello" + Environment.NewLine, "billing"), (run.ExitCode, run.Error, run.Json.GetProperty("category").GetString()));
    }

    [Fact]
    public async Task A_list_has_a_task_a_line_up_to_its_limit()
    {
        string[] ids = [await QueuedAsync(), await QueuedAsync(), await QueuedAsync()];

        CliResult all = await _cli.RunAsync("list", "--status", "queued", "--agent", "classify-ticket", "--from", "1h", "--limit", "0", "--json");
        CliResult two = await _cli.RunAsync("list", "--status", "queued", "running", "--limit", "2", "--json");
        CliResult none = await _cli.RunAsync("list", "--to", "2020-01-01", "--json");
        CliResult table = await _cli.RunAsync("list");

        Assert.Superset(ids.ToHashSet(), all.JsonLines.Select(t => t.GetProperty("id").GetString()!).ToHashSet());
        Assert.Equal((2, 0), (two.JsonLines.Length, none.JsonLines.Length));
        Assert.Contains(ids[2], table.Output, StringComparison.Ordinal);
    }

    private async Task<string> QueuedAsync()
    {
        CliSession session = new(host.Address) { Input = $$"""{"agent":"classify-ticket","input":{{Input}},"notBefore":"2099-01-01T00:00:00Z"}""" };
        return (await session.RunAsync("submit", "-", "--json")).Json.GetProperty("id").GetString()!;
    }
}
