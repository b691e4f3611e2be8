using System.Text.Json.Serialization;

namespace AgentFunctions.Tests.Client;

/// <summary>What the sample agent answers.</summary>
internal sealed record Ticket(string Category, string Priority);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Ticket))]
internal sealed partial class TicketJson : JsonSerializerContext;
