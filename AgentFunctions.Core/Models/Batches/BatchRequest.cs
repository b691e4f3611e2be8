using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches;

/// <summary>One model call within a batch.</summary>
/// <param name="CustomId">Names the call within its batch: 1 to 64 letters, digits, hyphens and underscores, not used twice.</param>
/// <param name="Messages">System, user and assistant messages of text.</param>
/// <param name="Options">As for a direct call; <see cref="ChatOptions.MaxOutputTokens"/> must be there, tools must not.</param>
public sealed record BatchRequest(string CustomId, IReadOnlyList<ChatMessage> Messages, ChatOptions Options);
