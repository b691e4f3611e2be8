using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Offline;

/// <summary>
/// A small deterministic model inside this process, for a first look without key or network. It fills the asked
/// schema from the text by plain rules; it understands nothing. The same prompt always gets the same answer.
/// </summary>
/// <param name="time">Paces streamed answers; null: the system's clock.</param>
public sealed partial class OfflineChatClient(TimeProvider? time = null) : IChatClient
{
    /// <summary>The model's name on its answers.</summary>
    public const string ModelName = "offline";

    /// <summary>Who gives its answers, in telemetry.</summary>
    public const string ProviderName = "agentfn";

    // About as fast as a small model writes.
    private static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(20);

    private readonly ChatClientMetadata _metadata = new(ProviderName, defaultModelId: ModelName);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] conversation = [.. messages];
        TextEvidence evidence = new(InputOf(conversation), ToolResults(conversation));
        ChatMessage answer = FirstToolCall(conversation, options, evidence) ?? new ChatMessage(ChatRole.Assistant, Answer(options, evidence));
        bool isCall = answer.Contents is [FunctionCallContent];
        return Task.FromResult(new ChatResponse(answer) { ModelId = ModelName, FinishReason = isCall ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse whole = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in whole.ToChatResponseUpdates().SelectMany(Pieces))
        {
            yield return update;
            await Task.Delay(PieceTime, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }

    private static IEnumerable<ChatResponseUpdate> Pieces(ChatResponseUpdate update) => update.Contents is [TextContent text]
        ? Piece().Matches(text.Text).Select(piece => new ChatResponseUpdate(update.Role, piece.Value) { ModelId = update.ModelId, FinishReason = update.FinishReason, MessageId = update.MessageId, ResponseId = update.ResponseId })
        : [update];

    private static string Answer(ChatOptions? options, TextEvidence evidence) => options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema }
        ? SchemaFiller.Fill(schema, evidence)?.ToJsonString(OfflineJson.Readable) ?? "null"
        : evidence.Summary(600);

    // One question to the first tool, as long as no tool has answered yet.
    private static ChatMessage? FirstToolCall(ChatMessage[] conversation, ChatOptions? options, TextEvidence evidence)
    {
        bool asked = conversation.Any(m => m.Contents.OfType<FunctionResultContent>().Any());
        if (asked || options?.ToolMode is NoneChatToolMode || options?.Tools?.OfType<AIFunctionDeclaration>().FirstOrDefault() is not { } tool)
        {
            return null;
        }

        JsonNode? filled = SchemaFiller.Fill(tool.JsonSchema, evidence);
        Dictionary<string, object?> arguments = filled is JsonObject values
            ? values.ToDictionary(v => v.Key, v => (object?)v.Value?.Deserialize(OfflineJson.Default.JsonElement))
            : [];
        return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call-1", tool.Name, arguments)]);
    }

    private static string InputOf(ChatMessage[] conversation)
    {
        string text = conversation.FirstOrDefault(m => m.Role == ChatRole.User)?.Text ?? string.Empty;

        // The longest part is what the task is about; names and subjects come after it.
        string[] parts = [.. Delimited().Matches(text).Select(m => m.Groups["data"].Value.Trim()).Where(d => d.Length > 0).OrderByDescending(d => d.Length)];
        return parts.Length == 0 ? text : string.Join("\n\n", parts);
    }

    private static string? ToolResults(ChatMessage[] conversation)
    {
        string[] results = [.. conversation.SelectMany(m => m.Contents).OfType<FunctionResultContent>().Select(r => r.Result?.ToString() ?? string.Empty)];
        return results.Length == 0 ? null : string.Join("\n\n", results);
    }

    [GeneratedRegex(@"\s*\S{1,12}\s*")]
    private static partial Regex Piece();

    [GeneratedRegex(@"<(?<tag>[a-z]+)>(?<data>.*?)</\k<tag>>", RegexOptions.Singleline)]
    private static partial Regex Delimited();
}
