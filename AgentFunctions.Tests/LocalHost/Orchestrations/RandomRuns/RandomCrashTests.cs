using System.Text.RegularExpressions;
using AgentFunctions.LocalHost.Persistence;
using Microsoft.DurableTask.Client;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.RandomRuns;

/// <summary>Random orchestrations, whose process crashes at random steps and in random activities.</summary>
public sealed partial class RandomCrashTests
{
    private const int Seeds = 25;

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public async Task Random_orchestration_ends_alike_wherever_it_crashes_and_uses_each_recorded_result(int seed)
    {
        var random = new Random(seed);
        var program = RandomProgram.Make(random);
        await using var fixture = new OrchestrationFixture(typeof(RandomFunctions));
        using var run = new CrashingRun(fixture, crashAt: [.. Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(1, 25))]);

        var end = await run.ToEndAsync(program);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        var output = end.ReadOutputAs<string>()!;
        Assert.Equal(program.Expected, RunNumber().Replace(output, string.Empty));
        Assert.Empty(run.RunsAfterTheRecord);
        foreach (var calls in fixture.Log.Keys.GroupBy(static key => key))
        {
            // A flaky activity fails once; and each crash may repeat what ran at that time.
            Assert.InRange(calls.Count(), 1, 2 + run.Crashes);
        }
    }

    [GeneratedRegex(@"#\d+")]
    private static partial Regex RunNumber();

    /// <summary>Counts the steps and the activities of all processes and crashes the one that reaches a given count.</summary>
    private sealed class CrashingRun : IDisposable
    {
        private readonly OrchestrationFixture _fixture;
        private readonly HashSet<int> _crashAt;
        private readonly Lock _gate = new();
        private EngineProcess? _process;
        private CancellationTokenSource _crash = new();
        private volatile EngineProcess? _crashed;
        private int _points;

        public CrashingRun(OrchestrationFixture fixture, HashSet<int> crashAt)
        {
            (_fixture, _crashAt) = (fixture, crashAt);
            fixture.Log.OnCall = (key, _, _) => OnCallAsync(key);
        }

        public int Crashes { get; private set; }

        public List<string> RunsAfterTheRecord { get; } = [];

        public async Task<OrchestrationMetadata> ToEndAsync(RandomProgram program)
        {
            RandomFunctions.OnStep = () => CrashIfDue();
            _process = await _fixture.StartAsync();
            await _process.ScheduleAsync(nameof(RandomFunctions.Interpret), program, new("program"));
            while (!await ReachesItsEndAsync(_process))
            {
                await _process.DisposeAsync();
                _crash = new CancellationTokenSource();
                // The locks of the dead process run out.
                _fixture.Time.Advance(LockDuration + TimeSpan.FromSeconds(1));
                _process = await _fixture.StartAsync();
            }

            return await _fixture.RunToEndAsync(_process, "program");
        }

        public void Dispose() => _crash.Dispose();

        private async Task<bool> ReachesItsEndAsync(EngineProcess process)
        {
            try
            {
                await _fixture.RunToEndOrCrashAsync(process, "program", _crash.Token);
                return true;
            }
            catch (Exception e) when (_crashed == process && e is OperationCanceledException or ObjectDisposedException)
            {
                return false;
            }
        }

        private async Task OnCallAsync(string key)
        {
            try
            {
                if (await _process!.Journal.ReadAsync(session => IsRecorded(session, key), Cancelled))
                {
                    RunsAfterTheRecord.Add(key);
                }
            }
            catch (ObjectDisposedException)
            {
                // Another activity crashed the process; this one dies with it.
            }

            CrashIfDue();
        }

        private void CrashIfDue()
        {
            lock (_gate)
            {
                // What a dead process still does in its threads does not count.
                if (_crashed != _process && _crashAt.Contains(++_points))
                {
                    Crashes++;
                    _crashed = _process;
                    // Taken before the crash, because the next process may have begun before this thread goes on.
                    var crash = _crash;
                    _process!.CrashAsync().AsTask().GetAwaiter().GetResult();
                    crash.CancelAfter(TimeSpan.Zero);
                }
            }
        }

        private static bool IsRecorded(SqliteSession session, string key) => session.Find(
            """
            SELECT 1 FROM orch_history WHERE event LIKE '%History.TaskCompletedEvent,%' AND event LIKE '%(' || $1 || '#%'
            UNION ALL SELECT 1 FROM orch_inbox WHERE message LIKE '%History.TaskCompletedEvent,%' AND message LIKE '%(' || $1 || '#%'
            """,
            key) is not null;
    }
}
