using System.Text.Json.Nodes;

namespace AgentFunctions.LocalHost;

/// <summary>What is to be done with the API keys of a data folder.</summary>
internal abstract record KeyCommand
{
    private KeyCommand()
    {
    }

    /// <param name="Request">As the body of POST /keys.</param>
    public sealed record Create(JsonObject Request) : KeyCommand;

    /// <param name="Tenant">Null: all tenants.</param>
    public sealed record List(string? Tenant) : KeyCommand;

    public sealed record Revoke(string Id) : KeyCommand;
}
