using System.Buffers;
using System.IO.Pipelines;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

internal static class RequestExtensions
{
    /// <summary>Answers a request by its body; one with more bytes than <paramref name="limit"/> is refused.</summary>
    /// <exception cref="BadHttpRequestException">The body breaks off, or is not chunked as it says.</exception>
    public static async Task<IResult> AnswerBodyAsync(this HttpRequest request, int limit, Func<ReadOnlyMemory<byte>, Task<IResult>> answer, CancellationToken cancellationToken) =>
        await request.ReadBodyAsync(limit, cancellationToken) is { } body
            ? await answer(body)
            : Problems.Of(new Refusal.TooLarge(limit));

    /// <summary>Reads the body; null as soon as it has more bytes than <paramref name="limit"/>.</summary>
    /// <exception cref="BadHttpRequestException">The body breaks off, or is not chunked as it says.</exception>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(this HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        while (true)
        {
            ReadResult read = await ReadSomeAsync(request, cancellationToken);
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

    // A chunk size that fits no number comes as another exception than all other faults of a body.
    private static async ValueTask<ReadResult> ReadSomeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.BodyReader.ReadAsync(cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body cannot be read.", e);
        }
    }

    /// <summary>True when the body holds one JSON value a line.</summary>
    public static bool IsNdjson(this HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines";
}
