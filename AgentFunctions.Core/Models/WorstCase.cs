using AgentFunctions.Costs;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models;

/// <summary>The most that a call may take.</summary>
internal static class WorstCase
{
    // Providers' tokenizers differ from the one that counts here; an eighth more covers most texts.
    private const int Margin = 8;

    /// <summary>Input tokens of a call: its messages, the output shape and the tools' descriptions, with a margin.</summary>
    public static long InputTokens(TokenCounter tokens, List<ChatMessage> prompt, ChatOptions? options)
    {
        long counted = tokens.Count(prompt);
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } shape } json)
        {
            counted += tokens.Count(shape.GetRawText()) + tokens.Count(json.SchemaDescription ?? string.Empty);
        }

        counted += options?.Tools?.OfType<AIFunctionDeclaration>().Sum(t => tokens.Count(t.Name) + tokens.Count(t.Description) + tokens.Count(t.JsonSchema.GetRawText())) ?? 0;
        return counted + (counted / Margin);
    }
}
