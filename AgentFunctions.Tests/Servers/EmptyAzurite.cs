namespace AgentFunctions.Tests.Servers;

/// <summary>An Azurite for the tests of one class, which look at what is in a whole table.</summary>
public sealed class EmptyAzurite : IAsyncDisposable
{
    private readonly AzuriteFixture _server = new();

    public Task<string> ConnectionStringAsync() => _server.ConnectionStringAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
