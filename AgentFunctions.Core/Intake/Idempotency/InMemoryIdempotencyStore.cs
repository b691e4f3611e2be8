namespace AgentFunctions.Intake.Idempotency;

/// <summary>Idempotency keys in the memory of one process.</summary>
public sealed class InMemoryIdempotencyStore(TimeProvider time) : IIdempotencyStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, int Item), KeyBinding> _bindings = [];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<KeyBinding>> BindAsync(IReadOnlyList<KeyBinding> wanted, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<KeyBinding>>([.. wanted.Select(w => Holding(w.Scope, w.Item) ?? (_bindings[(w.Scope, w.Item)] = w))]);
        }
    }

    public Task<KeyBinding?> FindAsync(string scope, int item, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Holding(scope, item));
        }
    }

    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_bindings.Where(b => b.Value.Expires <= time.GetUtcNow()).Count(b => _bindings.Remove(b.Key)));
        }
    }

    private KeyBinding? Holding(string scope, int item) =>
        _bindings.TryGetValue((scope, item), out KeyBinding? bound) && bound.Expires > time.GetUtcNow() ? bound : null;
}
