using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Fairness;

/// <summary>Where the express entries of all lanes stand, in the order of their tags.</summary>
public interface IExpressStore : IStoragePart
{
    Task AddAsync(IReadOnlyList<ExpressEntry> entries, CancellationToken cancellationToken);

    /// <summary>The first entries of a lane.</summary>
    Task<IReadOnlyList<ExpressEntry>> ReadAsync(Lane lane, int most, CancellationToken cancellationToken);

    /// <summary>Removes an entry; no matter if it is gone.</summary>
    Task RemoveAsync(ExpressEntry entry, CancellationToken cancellationToken);
}
