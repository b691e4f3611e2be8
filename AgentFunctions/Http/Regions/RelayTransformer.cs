using System.Net;
using AgentFunctions.Http.Access;
using AgentFunctions.Regions;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AgentFunctions.Http.Regions;

/// <summary>Makes another region's request of a client's, and looks whether the answer is one.</summary>
internal sealed class RelayTransformer(RegionMap regions) : HttpTransformer
{
    private static readonly object Away = new();

    // What the platform in front of this app has added, such as who is signed in here, is not for another app to believe.
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Authorization", "Cache-Control", "Idempotency-Key", "If-None-Match", "Last-Event-ID", "Prefer", "User-Agent", "x-functions-key",
    };

    /// <summary>True when the region's platform answered in place of its app.</summary>
    public static bool IsAway(HttpContext context) => context.Items.ContainsKey(Away);

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (string name in proxyRequest.Headers.Select(header => header.Key).Where(name => !Kept.Contains(name)).ToList())
        {
            proxyRequest.Headers.Remove(name);
        }

        proxyRequest.Headers.Add(RegionRelay.RelayHeader, regions.Here!.Name);
    }

    // A gateway, or the page of an app that is stopped, says nothing about the task.
    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        bool isAway = proxyResponse is null or { StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout }
            or { StatusCode: HttpStatusCode.Forbidden, Content.Headers.ContentType.MediaType: "text/html" };
        if (!isAway)
        {
            // The region that answers has counted the request too, and the client is to see one count.
            QuotaHeaders.Remove(httpContext.Response);
            return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }

        httpContext.Items[Away] = true;
        return ValueTask.FromResult(false);
    }
}
