using System.Net;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>A web server on a free port of the loopback. Not Kestrel: its spans would be among those of the host under test.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _handle;

    public LoopbackServer(Func<HttpListenerContext, Task> handle)
    {
        _handle = handle;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Find()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = HandleAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task HandleAsync(HttpListenerContext http)
    {
        try
        {
            await _handle(http);
            http.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The caller went away.
        }
    }
}
