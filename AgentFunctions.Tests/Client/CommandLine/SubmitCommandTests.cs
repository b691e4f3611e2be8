using System.Net;
using System.Text.Json;
using AgentFunctions.Tests.Client.Servers;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Client.CommandLine;

/// <summary><c>submit</c>, against the real local host.</summary>
public sealed class SubmitCommandTests(ClientHost host) : IClassFixture<ClientHost>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CliSession _cli = new(host.Address);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_sent_again_makes_no_second_tasks_and_goes_on_with_new_lines()
    {
        string file = await FileAsync(1200);
        CliResult first = await _cli.RunAsync("submit", file, "--json");
        await File.AppendAllTextAsync(file, Line() + "\n", TestContext.Current.CancellationToken);

        CliResult second = await _cli.RunAsync("submit", file, "--json");

        Assert.Equal((0, 0, 1200, 1201), (first.ExitCode, second.ExitCode, first.JsonLines.Length, second.JsonLines.Length));
        Assert.Equal(first.JsonLines.Select(IdOf), second.JsonLines.Take(1200).Select(IdOf));
        Assert.Equal([false, true], second.JsonLines.Select(l => l.GetProperty("repeated").GetBoolean()).Distinct().Order());
        Assert.False(second.JsonLines[^1].GetProperty("repeated").GetBoolean());
        Assert.Contains("1,201 accepted (1,200 of them known already), 0 refused.", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_that_broke_off_goes_on_when_sent_again()
    {
        string file = await FileAsync(1500);
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.HandOn(), new FlakyAnswer.DropAnswer());
        CliSession broken = new(server.Address);

        CliResult first = await broken.RunAsync("submit", file, "--json", "--retries", "0");
        CliResult second = await broken.RunAsync("submit", file, "--json");

        Assert.Equal((4, 1000, 0, 1500), (first.ExitCode, first.JsonLines.Length, second.ExitCode, second.JsonLines.Length));
        Assert.Contains("The first 1,000 tasks were answered. The same command again goes on", first.Error, StringComparison.Ordinal);
        Assert.All(second.JsonLines, line => Assert.True(line.GetProperty("repeated").GetBoolean()));
        Assert.Equal(1500, second.JsonLines.Select(IdOf).Distinct().Count());
    }

    [Fact]
    public async Task Lines_that_are_refused_are_told_by_number_and_end_with_2()
    {
        _cli.Input = $"{Line()}\n\n{Line().Replace("classify-ticket", "nobody", StringComparison.Ordinal)}\nnonsense\n{Line()}";

        CliResult run = await _cli.RunAsync("submit", "-", "--json");
        CliResult text = await _cli.RunAsync("submit", "-");

        Assert.Equal((2, 2), (run.ExitCode, text.ExitCode));
        Assert.Equal([(1L, 202), (3, 404), (4, 400), (5, 202)], run.JsonLines.Select(l => (l.GetProperty("line").GetInt64(), l.GetProperty("status").GetInt32())));
        Assert.Contains("agent allowed are", text.Output, StringComparison.Ordinal);
        Assert.Contains("2 accepted (0 of them known already), 2 refused.", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stdin_is_new_each_time_unless_a_key_stands_for_it()
    {
        _cli.Input = Line();

        string[] ids = [.. (await Task.WhenAll(_cli.RunAsync("submit", "-", "--json"), _cli.RunAsync("submit", "-", "--json"))).Select(r => IdOf(r.Json))];
        string key = Guid.NewGuid().ToString();
        string[] keyed = [.. (await Task.WhenAll(_cli.RunAsync("submit", "-", "--json", "--idempotency-key", key), _cli.RunAsync("submit", "-", "--json", "--idempotency-key", key))).Select(r => IdOf(r.Json))];

        Assert.Equal((2, 1), (ids.Distinct().Count(), keyed.Distinct().Count()));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(0)]
    public async Task A_terminal_gets_a_bar_and_stdout_stays_clean_also_when_it_does_not_say_its_width(int width)
    {
        _cli.Width = width;

        CliResult run = await _cli.RunAsync("submit", await FileAsync(20), "--json");

        Assert.Equal(20, run.JsonLines.Length);
        Assert.Contains("20/20", run.Error, StringComparison.Ordinal);
        Assert.Contains("/s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_whole_is_2_and_an_empty_file_is_nothing()
    {
        await using FlakyServer server = await FlakyServer.StartAsync(host.Address, new FlakyAnswer.Say(HttpStatusCode.Forbidden, Body: """{"title":"The caller may not do this","status":403,"detail":"This call needs the role submit."}"""));

        CliResult refused = await new CliSession(server.Address).RunAsync("submit", await FileAsync(1));
        CliResult empty = await _cli.RunAsync("submit", await FileAsync(0), "--json");

        Assert.Equal((2, 0, ""), (refused.ExitCode, empty.ExitCode, empty.Output));
        Assert.Contains("This call needs the role submit.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_prints_how_each_task_ended_and_ends_with_3_when_one_did_not_succeed()
    {
        _cli.Width = 120;
        string good = $$$"""{"agent":"classify-ticket","input":{"text":"refund {{{Guid.NewGuid()}}}"}}""";
        string dear = $$"""{"agent":"classify-ticket","input":{"text":"refund {{Guid.NewGuid()}}"},"maxCost":0.000001}""";
        _cli.Input = $"{good}\n\n{dear}";

        CliResult run = await _cli.RunAsync("submit", "-", "--wait", "--json");
        _cli.Input = good;
        CliResult text = await _cli.RunAsync("submit", "-", "--wait");

        JsonElement[] ends = [.. run.JsonLines.Where(l => l.TryGetProperty("end", out _)).OrderBy(l => l.GetProperty("line").GetInt64())];
        Assert.Equal((3, 0, 4), (run.ExitCode, text.ExitCode, run.JsonLines.Length));
        Assert.Equal(["1 succeeded", "3 failed"], ends.Select(l => $"{l.GetProperty("line")} {l.GetProperty("end").GetProperty("status")}"));
        Assert.Equal("max-cost", ends[1].GetProperty("end").GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(run.JsonLines[1].GetProperty("id").GetString(), ends[1].GetProperty("end").GetProperty("task").GetString());
        Assert.Contains("1 succeeded, 1 did not.", run.Error, StringComparison.Ordinal);
        Assert.Contains("2/2", run.Error, StringComparison.Ordinal);
        Assert.Contains("1\tsucceeded\t", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_interrupted_ends_with_130_and_says_what_goes_on()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(4));
        _cli.Input = Line();

        CliResult run = await _cli.RunAsync(stop.Token, "submit", "-", "--wait");

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("0 succeeded, 0 did not, 1 go on.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_is_that_of_each_line_that_names_none()
    {
        string own = Line().Replace("{\"agent\"", "{\"callback\":\"https://own.example/\",\"agent\"", StringComparison.Ordinal);
        _cli.Input = $"{Line()}\n{own}\nnonsense\n[]";

        CliResult run = await _cli.RunAsync("submit", "-", "--callback", "https://receiver.example/hook", "--json");
        JsonElement[] tasks = [.. (await Task.WhenAll(run.JsonLines.Take(2).Select(line => _cli.RunAsync("get", IdOf(line), "--json")))).Select(r => r.Json)];

        Assert.Equal([202, 202, 400, 400], run.JsonLines.Select(l => l.GetProperty("status").GetInt32()));
        Assert.Equal(["https://receiver.example", "https://own.example"], tasks.Select(t => t.GetProperty("callback").GetProperty("target").GetString()!));
    }

    private static string IdOf(JsonElement line) => line.GetProperty("id").GetString()!;

    private static string Line() => $$"""{"agent":"classify-ticket","input":{"text":"{{Guid.NewGuid()}}"},"notBefore":"2099-01-01T00:00:00Z"}""";

    private async Task<string> FileAsync(int lines)
    {
        string file = _folder.File($"{Guid.NewGuid()}.ndjson");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, lines).Select(_ => Line() + "\n")), TestContext.Current.CancellationToken);
        return file;
    }
}
