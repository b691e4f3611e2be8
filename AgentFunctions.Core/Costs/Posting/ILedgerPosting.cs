namespace AgentFunctions.Costs.Posting;

/// <summary>Brings ledger entries into the sums that <see cref="ILedgerStore"/> reads.</summary>
public interface ILedgerPosting
{
    /// <summary>Posts what this instance has stored so far; what others stored within the last second or so may still be on its way.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is out of reach; nothing is lost, and it is tried again in a second.</exception>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Posts what instances that are gone have left behind.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is out of reach; nothing is lost.</exception>
    Task RecoverAsync(CancellationToken cancellationToken);
}
