namespace AgentFunctions.Costs.Posting;

/// <summary>The pages that stand beside the tasks.</summary>
internal interface ILedgerPages
{
    /// <summary>All pages that were stored or taken over before this moment, in any order.</summary>
    IAsyncEnumerable<LedgerPage> ListAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="poster"/> the only one who may post the page and delete it.</summary>
    /// <returns>The page as it is stored then; null when it is gone or somebody else was faster.</returns>
    Task<LedgerPage?> TakeOverAsync(LedgerPage page, string poster, CancellationToken cancellationToken);

    /// <summary>Deletes pages, each under its version.</summary>
    /// <returns>Ids of those that are gone; the others were taken over by somebody else.</returns>
    Task<IReadOnlySet<string>> RemoveAsync(IReadOnlyCollection<LedgerPage> pages, CancellationToken cancellationToken);
}
