using AgentFunctions.Tests.Crash.Verdict;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Crash;

/// <summary>Nothing lost, nothing twice, whatever process dies when.</summary>
[Collection(CrashCollection.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    /// <summary>Keeps the hosts' logs and data when set, and says where they are.</summary>
    private static readonly bool KeepsFolder = Environment.GetEnvironmentVariable("AGENTFN_CRASH_KEEP") is { Length: > 0 };

    [Fact]
    public async Task No_accepted_task_is_lost_or_committed_twice_while_processes_are_killed()
    {
        CrashPlan plan = CrashPlan.FromEnvironment();
        TemporaryFolder folder = new();
        Tell($"seed {plan.Seed}, {plan.Tasks} tasks, {plan.Length.TotalSeconds:0} s{(KeepsFolder ? $", in {folder.Path}" : string.Empty)}");
        try
        {
            (IReadOnlyList<Violation> violations, string report) = await new CrashRun(plan, folder.Path, Tell).RunAsync(TestContext.Current.CancellationToken);
            Tell(report);
            Assert.True(violations.Count == 0, $"AGENTFN_CRASH_SEED={plan.Seed}{Environment.NewLine}{CrashReport.Of(violations)}");
        }
        finally
        {
            if (!KeepsFolder)
            {
                folder.Dispose();
            }
        }
    }

    private void Tell(string text) => output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {text}");
}
