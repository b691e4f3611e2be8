using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches.Messages;

/// <summary>
/// Writes a request in Anthropic's form: model, longest answer, messages, output shape and effort; of other options it takes none.
/// The shape goes into <c>output_config.format</c> (https://platform.claude.com/docs/en/build-with-claude/structured-outputs), which holds the
/// model to it and works within batches.
/// </summary>
internal static class MessageParams
{
    public static void Write(Utf8JsonWriter writer, string model, BatchRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("custom_id", request.CustomId);
        writer.WriteStartObject("params");
        writer.WriteString("model", model);
        writer.WriteNumber("max_tokens", request.Options.MaxOutputTokens!.Value);
        string system = string.Join("\n\n", request.Messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text));
        if (system.Length > 0)
        {
            writer.WriteString("system", system);
        }

        WriteMessages(writer, request.Messages.Where(m => m.Role != ChatRole.System));
        WriteOutput(writer, request.Options);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages)
    {
        writer.WriteStartArray("messages");
        foreach (ChatMessage message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role.Value);
            writer.WriteString("content", message.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOutput(Utf8JsonWriter writer, ChatOptions options)
    {
        JsonElement? schema = (options.ResponseFormat as ChatResponseFormatJson)?.Schema;
        string? effort = Effort(options.Reasoning?.Effort);
        if (schema is null && effort is null)
        {
            return;
        }

        writer.WriteStartObject("output_config");
        if (effort is not null)
        {
            writer.WriteString("effort", effort);
        }

        if (schema is { } shape)
        {
            writer.WriteStartObject("format");
            writer.WriteString("type", "json_schema");
            writer.WritePropertyName("schema");
            OutputShape.Of(shape).WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // There is no "none": extended thinking is off unless it is asked for, and it is not.
    private static string? Effort(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };
}
