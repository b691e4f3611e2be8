using AgentFunctions.Costs;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>A write that waits for the next transaction.</summary>
/// <param name="bytes">Size of the entity, roughly.</param>
/// <param name="charges">Ledger entries to be stored with it.</param>
internal sealed class CombinedWrite(TableTransactionAction action, int bytes, IReadOnlyList<LedgerEntry> charges)
{
    // An entry as JSON: its numbers, and its names with every character escaped.
    private const int MostNumberBytes = 400;
    private const int MostCharacterBytes = 6;

    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TableTransactionAction Action { get; } = action;

    public int Bytes { get; } = bytes;

    public IReadOnlyList<LedgerEntry> Charges { get; } = charges;

    /// <summary>What the charges add to a ledger page at most.</summary>
    public int ChargeBytes { get; } = charges.Sum(c => MostNumberBytes + (MostCharacterBytes * (c.Key.Tenant.Value.Length + c.Key.Agent.Length + c.Key.Model.Length)));

    /// <summary>Ends with the new ETag, or with the reason why the write failed.</summary>
    public Task<string> Outcome => _outcome.Task;

    public void Succeed(string etag) => _outcome.SetResult(etag);

    public void Fail(Exception reason) => _outcome.SetException(reason);
}
