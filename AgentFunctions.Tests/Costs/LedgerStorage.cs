using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Costs;

/// <summary>An Azurite of its own: here pages are taken over from instances that live, which other tests must not suffer.</summary>
public sealed class LedgerStorage : IAsyncDisposable
{
    public AzuriteFixture Azurite { get; } = new();

    public ValueTask DisposeAsync() => Azurite.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class LedgerCollection : ICollectionFixture<LedgerStorage>
{
    public const string Name = "ledger";
}
