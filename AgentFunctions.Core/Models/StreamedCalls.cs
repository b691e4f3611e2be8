using Microsoft.Extensions.AI;

namespace AgentFunctions.Models;

/// <summary>Has a model stream its answers, passes the text on as it comes, and gives the whole answer as any other client does.</summary>
internal sealed class StreamedCalls(IChatClient inner, ModelDefinition model, IAnswerText text) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        text.Begin(model.Name);
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            if (update.Text is { Length: > 0 } piece)
            {
                text.Add(piece);
            }
        }

        // A server that knows no streams answers with one body, in which the client library sees no event at all.
        return updates.Count > 0 ? updates.ToChatResponse() : await base.GetResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false);
    }
}
