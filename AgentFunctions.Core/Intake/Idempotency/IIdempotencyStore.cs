using AgentFunctions.Storage;

namespace AgentFunctions.Intake.Idempotency;

/// <summary>Holds the idempotency keys.</summary>
public interface IIdempotencyStore : IStoragePart
{
    /// <summary>Binds keys. Of several callers that bind the same key one wins; all learn the binding that holds.</summary>
    /// <param name="wanted">Bindings of one scope.</param>
    /// <returns>The bindings that hold, in order: what was wanted, or what was bound before and has not expired.</returns>
    Task<IReadOnlyList<KeyBinding>> BindAsync(IReadOnlyList<KeyBinding> wanted, CancellationToken cancellationToken);

    /// <summary>The binding of a key that holds now, or null.</summary>
    Task<KeyBinding?> FindAsync(string scope, int item, CancellationToken cancellationToken);

    /// <summary>Removes keys that have expired.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveExpiredAsync(CancellationToken cancellationToken);
}
