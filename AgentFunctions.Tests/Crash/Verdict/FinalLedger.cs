using AgentFunctions.Costs;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Tests.Costs;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>The ledger when everybody who wrote it is dead.</summary>
internal static class FinalLedger
{
    // Late enough for any page to count as left behind.
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyDictionary<LedgerKey, LedgerAmounts>> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        TableServiceClient service = new(connectionString);
        FakeTimeProvider time = new(DateTimeOffset.UtcNow + Later);
        using LedgerPoster heir = new(new LedgerOutbox(), new TableLedgerPages(service), service, NullLogger<LedgerPoster>.Instance, time);
        await heir.RecoverAsync(cancellationToken);
        return await LedgerSums.ReadAsync(new TableLedgerStore(service), _ => true, cancellationToken);
    }
}
