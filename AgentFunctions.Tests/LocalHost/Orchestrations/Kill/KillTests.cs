using System.Diagnostics;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations.Client;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.Tests.Servers;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.Kill;

/// <summary>Real processes, killed by SIGKILL at each wait of one orchestration in turn.</summary>
public sealed class KillTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];

    private static string Program => Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "AgentFunctions.Tests.exe" : "AgentFunctions.Tests");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orchestration_that_is_killed_at_each_of_its_waits_ends_as_if_nothing_had_been()
    {
        await using var database = SqliteDatabase.Open(KillHost.DatabaseFile(_folder.Path));
        using var journal = await OrchestrationJournal.OpenAsync(database, KillHost.Hub, TimeProvider.System, Cancelled);
        await using var client = new JournalTaskClient(journal, new OrchestrationFunctions(FunctionDescriptor.Of([typeof(KillFunctions)])));
        var id = await client.ScheduleNewOrchestrationInstanceAsync(new TaskName(nameof(KillFunctions.Everything)), Cancelled);
        await client.RaiseEventAsync(id, "Word", "word", Cancelled);

        foreach (var point in KillFunctions.Points)
        {
            await DieAsync(point);
        }

        _ = Start(string.Empty);
        var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancelled).WaitAsync(Patience, Cancelled);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("<one><left><right><part>word<flaky>", end.ReadOutputAs<string>());
        Assert.Equal("done", end.ReadCustomStatusAs<string>());
        // Once, and once more for what was killed before its result was recorded; flaky fails once on top of that.
        Assert.Equal(
            [("flaky", 3), ("left", 2), ("one", 2), ("part", 2)],
            Runs().Where(static run => run.Name != "right"));
        // It runs beside its neighbour, which is killed: before it began, while it ran, or after its result was recorded.
        Assert.InRange(Runs().Single(static run => run.Name == "right").Count, 1, 2);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            process.Dispose();
        }

        _folder.Dispose();
    }

    private async Task DieAsync(string point)
    {
        var process = Start(point);
        try
        {
            await process.WaitForExitAsync(Cancelled).WaitAsync(Patience, Cancelled);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"No process came to '{point}'. Activities so far: {string.Join(", ", Runs())}.");
        }

        // 128 + SIGKILL.
        Assert.Equal(137, process.ExitCode);
    }

    private Process Start(string point)
    {
        // This very test program; see Program.
        var process = Process.Start(Program, [KillHost.Command, _folder.Path, point]);
        _processes.Add(process);
        return process;
    }

    private IEnumerable<(string Name, int Count)> Runs() => KillPoint.Runs(_folder.Path)
        .GroupBy(static line => line).Select(static group => (group.Key, group.Count())).OrderBy(static run => run.Key, StringComparer.Ordinal);
}
