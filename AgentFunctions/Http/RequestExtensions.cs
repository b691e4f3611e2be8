using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

internal static class RequestExtensions
{
    /// <summary>Reads the body; null as soon as it has more bytes than <paramref name="limit"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(this HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        while (true)
        {
            ReadResult read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>True when the body holds one JSON value a line.</summary>
    public static bool IsNdjson(this HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines";
}
