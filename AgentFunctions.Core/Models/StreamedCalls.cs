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
        return updates.Count > 0 ? Whole(updates.ToChatResponse()) : await base.GetResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false);
    }

    // An error after the first byte can have no status of its own: providers send it as one more event, which the client library passes over.
    private static ChatResponse Whole(ChatResponse response) =>
        response.FinishReason is not null ? response : throw new EndOfStreamException("The provider's answer broke off before its end.");
}
