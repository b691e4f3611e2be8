using AgentFunctions.LocalHost.Node;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.Tests.Servers;

/// <summary>
/// An OpenAI-compatible server that others wrote (npm @dwmkerr/mock-llm), on a free port. Its rules are
/// YAML: a path, a JMESPath match and the response; the last rule that matches wins.
/// </summary>
/// <remarks>It refuses request bodies over 100 KB with 413, the limit of its web framework.</remarks>
public sealed class MockLlmServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder;
    private readonly DetachedProcess _process;
    private readonly LogTail _log;

    private MockLlmServer(TemporaryFolder folder, DetachedProcess process, LogTail log, int port)
    {
        _folder = folder;
        _process = process;
        _log = log;
        BaseAddress = new($"http://127.0.0.1:{port}/v1");
    }

    /// <summary>For OpenAI clients, with the version: http://127.0.0.1:PORT/v1.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Paths of the requests so far, such as <c>POST /v1/chat/completions</c>, in order of arrival.</summary>
    /// <remarks>From its log, which it writes before it answers.</remarks>
    public IReadOnlyList<string> Requests =>
        [.. _log.LinesAfter(0).Where(line => line.StartsWith("POST /", StringComparison.Ordinal))];

    /// <summary>How many model calls came.</summary>
    public int ChatRequests => Requests.Count(line => line.EndsWith("/chat/completions", StringComparison.Ordinal));

    /// <param name="configuration">YAML with <c>rules:</c>; see the README of the package.</param>
    public static async Task<MockLlmServer> StartAsync(string configuration, CancellationToken cancellationToken)
    {
        var packages = NodePackages.Locate();
        await packages.InstallAsync(status: _ => { }, TimeProvider.System, cancellationToken);
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("mock-llm.yaml"), configuration, cancellationToken);
        var port = FreePorts.Find();
        var log = new LogTail(folder.File("mock-llm.log"));
        var process = DetachedProcess.Start(
            NodeCommand.Find("node"),
            [packages.Script("@dwmkerr/mock-llm", "dist/main.js"), "--config", folder.File("mock-llm.yaml")],
            log.Path,
            ("HOST", "127.0.0.1"),
            ("PORT", $"{port}"));
        var server = new MockLlmServer(folder, process, log, port);
        try
        {
            await server.WaitUntilUpAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // It keeps nothing, so it needs no graceful end.
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        using var timer = new PeriodicTimer(LookEvery);
        while (!await IsHealthyAsync(http, limit.Token))
        {
            Assert.False(_process.HasExited, $"mock-llm ended during its start:\n{_log.End(0)}");
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<bool> IsHealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(BaseAddress, "/health"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
