using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.Tests.Servers;

/// <summary>A receiver of callbacks that checks their signatures with code that others wrote (npm standardwebhooks).</summary>
internal sealed class ReferenceReceiver : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private DetachedProcess? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Find()}/");

    /// <param name="secret">Text of the secret that it knows.</param>
    public static async Task<ReferenceReceiver> StartAsync(string secret, CancellationToken cancellationToken)
    {
        ReferenceReceiver receiver = new();
        await NodePackages.Locate().InstallAsync(status: _ => { }, TimeProvider.System, cancellationToken);
        receiver._process = DetachedProcess.Start(
            NodeCommand.Find("node"),
            [Repository.PathOf("AgentFunctions.Tests", "Servers", "standard-webhooks-receiver.mjs")],
            receiver._folder.File("receiver.log"),
            ("SECRET", secret),
            ("PORT", $"{receiver.Address.Port}"));
        await Eventually.IsTrueAsync(receiver.IsUp, "the receiver listens", cancellationToken);
        return receiver;
    }

    /// <summary>What came so far.</summary>
    public async Task<JsonElement[]> ReceivedAsync(CancellationToken cancellationToken) => (await _client.GetFromJsonAsync<JsonElement[]>(Address, cancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private bool IsUp()
    {
        if (_process!.HasExited)
        {
            Assert.Fail($"The receiver ended during its start:\n{File.ReadAllText(_folder.File("receiver.log"))}");
        }

        try
        {
            using System.Net.Sockets.TcpClient probe = new();
            probe.Connect("127.0.0.1", Address.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
