using System.Collections.Concurrent;
using System.Net;
using AgentFunctions.Regions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace AgentFunctions.Http.Regions;

/// <summary>Hands requests on to other regions. Thread-safe.</summary>
public sealed partial class RegionRelay(IHttpForwarder forwarder, RegionMap regions, TimeProvider time, ILogger<RegionRelay> logger) : IDisposable
{
    /// <summary>Says in an answer which region gave it; <c>NAME; away</c> when another one answers for it.</summary>
    public const string RegionHeader = "Agent-Functions-Region";

    internal const string RelayHeader = "Agent-Functions-Relayed-By";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Longer than any `Prefer: wait`.
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(230) };

    // A region that was away is not asked for every request; its first answer ends that.
    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(10);

    private readonly RelayTransformer _transformer = new(regions);
    private readonly ConcurrentDictionary<Region, DateTimeOffset> _awayUntil = [];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>True when another region has handed the request on: it is answered here, whoever it concerns.</summary>
    public static bool IsRelayed(HttpRequest request) => request.Headers.ContainsKey(RelayHeader);

    /// <summary>Has the region answer the request.</summary>
    /// <returns>False when it does not: nothing has been sent to the client, and the request's body can be read again.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context, Region home)
    {
        if (_awayUntil.TryGetValue(home, out DateTimeOffset until) && time.GetUtcNow() < until)
        {
            return false;
        }

        context.Request.EnableBuffering();
        ForwarderError error = await forwarder.SendAsync(context, home.Endpoint.ToString(), _client, Config, _transformer, context.RequestAborted);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested || (error == ForwarderError.None && !RelayTransformer.IsAway(context)))
        {
            _awayUntil.TryRemove(home, out _);
            return true;
        }

        LogAway(home.Name, error, context.Response.StatusCode);
        _awayUntil[home] = time.GetUtcNow() + AwayFor;
        context.Response.Clear();
        context.Request.Body.Position = 0;
        return false;
    }

    public void Dispose() => _client.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Region {Region} does not answer: {Error}, status {Status}. Until it does, its tasks are read from its storage.")]
    private partial void LogAway(string region, ForwarderError error, int status);
}
