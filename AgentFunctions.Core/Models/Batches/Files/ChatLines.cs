using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AgentFunctions.Models.Batches.Files;

/// <summary>
/// Writes a batch's input file. The body of each line is what the chat client would send for the same messages and options: it is let write
/// its request, and does not know that nobody sends it. So batched and direct calls ask for the same.
/// </summary>
internal sealed class ChatLines(ModelDefinition model, string deployment)
{
    /// <summary>What all requests of a batch are for.</summary>
    public const string Endpoint = "/v1/chat/completions";

    /// <exception cref="BatchTooLargeException">The file would be larger than <paramref name="limits"/> says.</exception>
    public async Task<MemoryStream> WriteAsync(IReadOnlyList<BatchRequest> requests, BatchLimits limits, CancellationToken cancellationToken)
    {
        using UnsentRequest unsent = new();
        using HttpClient http = new(unsent, disposeHandler: false);
        using HttpClientPipelineTransport transport = new(http);
        using IChatClient client = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Transport = transport })
            .GetChatClient(deployment).AsIChatClient().AsBuilder().UsePromptCacheKey(model).Build();
        MemoryStream file = new();
        for (int index = 0; index < requests.Count; index++)
        {
            BatchRequest request = requests[index];
            await client.GetResponseAsync(request.Messages, request.Options, cancellationToken).ConfigureAwait(false);
            Write(file, request.CustomId, unsent.Body);
            if (file.Length > limits.Bytes)
            {
                throw new BatchTooLargeException(index, limits);
            }
        }

        file.Position = 0;
        return file;
    }

    private static void Write(MemoryStream file, string customId, ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        using (Utf8JsonWriter writer = new(file))
        {
            writer.WriteStartObject();
            writer.WriteString("custom_id", customId);
            writer.WriteString("method", "POST");
            writer.WriteString("url", Endpoint);
            writer.WritePropertyName("body");

            // Token by token, so that no line break of a schema gets into the line.
            document.RootElement.WriteTo(writer);
            writer.WriteEndObject();
        }

        file.WriteByte((byte)'\n');
    }
}
