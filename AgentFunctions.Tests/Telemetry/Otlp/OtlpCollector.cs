using System.Collections.Concurrent;
using System.Net;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Telemetry.Otlp;

/// <summary>A collector on the loopback that keeps what it gets over OTLP/HTTP.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
    private readonly bool _answers;

    /// <param name="answers">False: requests are taken and never answered.</param>
    public OtlpCollector(bool answers = true)
    {
        _answers = answers;
        _server = new LoopbackServer(TakeAsync);
    }

    public Uri Endpoint => _server.Address;

    /// <summary>Bodies of all signals, as they came.</summary>
    public IEnumerable<byte[]> Bodies => _requests.Select(r => r.Body);

    /// <summary>Spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. BodiesOf("/v1/traces").SelectMany(OtlpSpan.In)];

    /// <summary>Metrics as last told.</summary>
    public IReadOnlyDictionary<string, OtlpMetric> Metrics =>
        BodiesOf("/v1/metrics").SelectMany(OtlpMetric.In).GroupBy(m => m.Name).ToDictionary(g => g.Key, g => g.Last());

    /// <summary>The spans of a trace, as soon as they are all there.</summary>
    public async Task<IReadOnlyList<OtlpSpan>> TraceAsync(string trace, Func<IReadOnlyList<OtlpSpan>, bool> isWhole, CancellationToken cancellationToken)
    {
        IReadOnlyList<OtlpSpan> Seen() => [.. Spans.Where(s => s.Trace == trace)];
        await Eventually.IsTrueAsync(() => isWhole(Seen()), "the whole trace", cancellationToken);
        return Seen();
    }

    public void Dispose() => _server.Dispose();

    private IEnumerable<byte[]> BodiesOf(string path) => _requests.Where(r => r.Path == path).Select(r => r.Body);

    private async Task TakeAsync(HttpListenerContext http)
    {
        using MemoryStream body = new();
        await http.Request.InputStream.CopyToAsync(body);
        _requests.Enqueue((http.Request.Url!.AbsolutePath, body.ToArray()));
        if (!_answers)
        {
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        }

        // An empty answer says that everything was taken.
        http.Response.ContentType = "application/x-protobuf";
    }
}
