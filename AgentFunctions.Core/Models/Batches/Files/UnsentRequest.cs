using System.Net;
using System.Net.Http.Headers;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>Keeps the body of the last chat request instead of sending it, and answers with nothing said.</summary>
internal sealed class UnsentRequest : HttpMessageHandler
{
    private static readonly byte[] Answer =
        """{"id":"unsent","object":"chat.completion","created":0,"model":"none","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":""}}]}"""u8.ToArray();

    public ReadOnlyMemory<byte> Body { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Answer) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
    }
}
