using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace AgentFunctions.Tests.Servers;

/// <summary>
/// The one Azurite of a test run, handed to every test class that asks for it in its constructor. It starts
/// with the first test that needs it, so that tests without storage need no Node.js. Tests share it:
/// use table and container names of your own.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<AzuriteServer>> _server;

    public AzuriteFixture() => _server = new(StartAsync);

    public async Task<string> ConnectionStringAsync() => (await _server.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            // A start that failed has told its test already.
            await _server.Value.ContinueWith(
                started => started.IsCompletedSuccessfully ? started.Result.DisposeAsync().AsTask() : Task.CompletedTask,
                TaskScheduler.Default).Unwrap();
        }

        _folder.Dispose();
    }

    // Not the token of the test that happens to be first: the server outlives it.
    private Task<AzuriteServer> StartAsync() => AzuriteServer.StartAsync(
        new(_folder.Path) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) },
        status: _ => { },
        NullLogger.Instance,
        TimeProvider.System,
        CancellationToken.None);
}
