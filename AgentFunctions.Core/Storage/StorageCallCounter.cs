using AgentFunctions.Telemetry;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AgentFunctions.Storage;

/// <summary>Counts the requests that really leave for storage. To be added per retry, so that retries count too.</summary>
internal sealed class StorageCallCounter(string service) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) => Meters.StorageCalls.Add(
        1, new KeyValuePair<string, object?>("service", service), new KeyValuePair<string, object?>("operation", OperationOf(message.Request)));

    private static string OperationOf(Request request)
    {
        string path = request.Uri.Path;
        if (path.EndsWith("$batch", StringComparison.Ordinal))
        {
            return "transaction";
        }

        // A table's single entity is addressed by its keys in brackets; without them a GET is a query.
        return request.Method == RequestMethod.Get && path.EndsWith("()", StringComparison.Ordinal)
            ? "query"
            : request.Method.ToString().ToLowerInvariant();
    }
}
