using AgentFunctions.LocalHost.Demo;
using AgentFunctions.Tests.Servers;
using Spectre.Console;

namespace AgentFunctions.Tests.LocalHost.Demo;

public sealed class DemoRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string TaskFile => _folder.File("tasks.ndjson");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task All_succeeded_prints_a_row_an_agent_and_returns_0()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);
        await WriteAsync(
            Line("summarize", """{"then":"succeeded","seconds":1}"""),
            "",
            Line("summarize", """{"then":"succeeded","seconds":3,"after":2}"""),
            Line("classify", """{"then":"succeeded","seconds":2,"estimated":true}"""));

        Assert.Equal(0, await RunAsync(api));

        Assert.Equal(("application/x-ndjson", 3), Assert.Single(api.Batches));
        Assert.Equal(["summarize", "2", "2", "0", "1.00 s", "3.00 s", "2,000", "400", "0.003000"], Row("summarize"));
        Assert.Equal(["classify", "1", "1", "0", "2.00 s", "2.00 s", "~1,000", "~200", "~0.001500"], Row("classify"));
        Assert.Equal(["total", "3", "3", "0", "2.00 s", "3.00 s", "~3,000", "~600", "~0.004500"], Row("total"));
        Assert.Contains("3/3 tasks", Output, StringComparison.Ordinal);
        Assert.Contains("""classify answered: {"answer":"[t2]"}""", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_refused_and_lost_tasks_are_listed_and_return_1()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);
        await WriteAsync(
            Line("a", """{"then":"succeeded"}"""),
            Line("a", """{}"""),
            Line("a", """{"then":"deadLettered"}"""),
            Line("a", """{"then":"lost"}"""));

        Assert.Equal(1, await RunAsync(api));

        Assert.Contains("refused line 2 (400): Bad task; See errors.; input.then: is missing", Output, StringComparison.Ordinal);
        Assert.Contains("deadLettered t1 (a): modelRefused: no [thanks]", Output, StringComparison.Ordinal);
        Assert.Contains("failed t2", Output, StringComparison.Ordinal);
        Assert.Equal(["a", "3", "1", "2"], Row("a").Take(4));
    }

    [Fact]
    public async Task A_host_that_is_unwell_leaves_the_task_open_until_the_limit()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);
        await WriteAsync(Line("a", """{"then":"running"}"""), Line("b", """{"then":"unwell"}"""), Line("c", """{"then":"succeeded"}"""));

        Assert.Equal(1, await RunAsync(api, TimeSpan.FromSeconds(1.5)));

        Assert.Contains("The limit of 0:00:01.5 is over", Output, StringComparison.Ordinal);
        Assert.Contains("still open t0 (a): running", Output, StringComparison.Ordinal);
        Assert.Contains("still open t1 (b): not seen", Output, StringComparison.Ordinal);
        Assert.Equal(["c", "1", "1", "0"], Row("c").Take(4));
    }

    [Fact]
    public async Task More_tasks_than_a_batch_takes_go_in_several()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);
        await WriteAsync([.. Enumerable.Repeat(Line("a", """{"then":"succeeded"}"""), 1001)]);

        Assert.Equal(0, await RunAsync(api));

        Assert.Equal([1000, 1], api.Batches.Select(batch => batch.Lines));
        Assert.Equal(["a", "1,001", "1,001", "0"], Row("a").Take(4));
    }

    [Fact]
    public async Task A_batch_that_is_not_taken_shows_the_problem()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation, batchStatus: 503);
        await WriteAsync(Line("a", """{"then":"succeeded"}"""));

        Assert.Equal(1, await RunAsync(api));

        Assert.Contains("answered 503: Busy; Come back later.", Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"agent":"a","input":1""", "not JSON")]
    [InlineData("[1]", "a task is a JSON object, not Array")]
    [InlineData("""{"input":1}""", "'agent' is missing")]
    [InlineData("""{"agent":7,"input":1}""", "'agent' is missing")]
    [InlineData("""{"agent":"a"}""", "'input' is missing")]
    public async Task A_bad_line_is_named_and_nothing_is_posted(string bad, string message)
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);
        await WriteAsync(Line("a", """{"then":"succeeded"}"""), "", bad);

        Assert.Equal(1, await RunAsync(api));

        Assert.Contains($"{TaskFile}:3: {message}", Output, StringComparison.Ordinal);
        Assert.Empty(api.Batches);
    }

    [Fact]
    public async Task A_missing_or_empty_file_is_named()
    {
        await using var api = await TaskApiStub.StartAsync(Cancellation);

        Assert.Equal(1, await RunAsync(api));
        await WriteAsync("");
        Assert.Equal(1, await RunAsync(api));

        Assert.Contains($"{TaskFile}: no such file", Output, StringComparison.Ordinal);
        Assert.Contains($"{TaskFile}: no tasks", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_listen_is_named()
    {
        await WriteAsync(Line("a", "1"));
        var nowhere = new Uri("http://127.0.0.1:1/api");

        Assert.Equal(1, await new DemoRun(nowhere, PlainConsole(), TimeProvider.System).RunAsync(TaskFile, Cancellation));

        Assert.Contains("POST http://127.0.0.1:1/api/tasks/batch failed", Output, StringComparison.Ordinal);
    }

    private string Output => _output.ToString();

    private static string Line(string agent, string input) => $$"""{"agent":"{{agent}}","input":{{input}}}""";

    private async Task<int> RunAsync(TaskApiStub api, TimeSpan? limit = null)
    {
        var run = new DemoRun(api.BaseAddress, PlainConsole(), TimeProvider.System) { Limit = limit ?? TimeSpan.FromMinutes(1) };
        return await run.RunAsync(TaskFile, Cancellation);
    }

    private IAnsiConsole PlainConsole() => AnsiConsole.Create(new()
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(_output),
    });

    private Task WriteAsync(params string[] lines) => File.WriteAllLinesAsync(TaskFile, lines, Cancellation);

    /// <summary>The cells of the row that starts with this agent.</summary>
    private string[] Row(string agent) => Output.Split('\n')
        .Select(line => line.Trim().Split(['│', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Single(cells => cells.Length == 9 && cells[0] == agent);
}
