using AgentFunctions.Costs;
using AgentFunctions.Tests.Costs;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>Holds the ledger against the tasks, by hour, tenant, agent, model and lane.</summary>
internal static class LedgerChecks
{
    private const string Rule = "The sum of the ledger is the sum over the tasks";

    public static IEnumerable<Violation> Run(CrashEvidence evidence)
    {
        foreach (string difference in LedgerSums.Differences(LedgerSums.OfTasks(evidence.Stored.Values), evidence.Ledger))
        {
            yield return new Violation(Rule, difference);
        }

        (Usd ledger, Usd tasks) = (Sum(evidence.Ledger.Values.Select(s => s.Cost)), Sum(evidence.Stored.Values.Select(t => t.Cost)));
        if (ledger != tasks || ledger == default)
        {
            yield return new Violation(Rule, $"    ledger {ledger} USD, tasks {tasks} USD");
        }
    }

    private static Usd Sum(IEnumerable<Usd> amounts) => amounts.Aggregate(default(Usd), Usd.Add);
}
