using System.CommandLine;
using System.Text.Json.Nodes;
using AgentFunctions.Access;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>The command <c>keys</c>: makes, lists and revokes API keys in a data folder, also while its host runs.</summary>
internal static class KeyCommands
{
    /// <param name="run">Carries a command out with the options of the line.</param>
    public static Command Create(Func<ParseResult, KeyCommand, CancellationToken, Task<int>> run) => new("keys", "API keys of the data folder.")
    {
        CreateKey(run), ListKeys(run), RevokeKey(run),
    };

    private static Command CreateKey(Func<ParseResult, KeyCommand, CancellationToken, Task<int>> run)
    {
        Option<string> name = new("--name") { Description = "What the key is for", Required = true };
        Option<string?> tenant = new("--tenant") { Description = "Whose tasks it sees [default: default]" };
        Option<string[]> roles = new("--role") { Description = $"What it may do: {string.Join(", ", RoleNames.All)}; give it several times for several", Required = true };
        Option<string?> expires = new("--expires") { Description = "When it ends, such as 2027-01-31T00:00:00Z [default: never]" };
        Option<int?> requests = new("--requests-per-minute") { Description = "Most requests a minute [default: no limit]" };
        Command command = new("create", "Make a key, and print it. It is not shown again.") { name, tenant, roles, expires, requests };
        command.SetAction((line, cancellationToken) => run(line, new KeyCommand.Create(Request(line)), cancellationToken));
        return command;

        // Read as a request of the API is, so that both allow the same.
        JsonObject Request(ParseResult line) => new()
        {
            ["name"] = line.GetValue(name),
            ["tenant"] = line.GetValue(tenant),
            ["roles"] = new JsonArray([.. line.GetValue(roles)!.Select(role => JsonValue.Create(role))]),
            ["expires"] = line.GetValue(expires),
            ["requestsPerMinute"] = line.GetValue(requests),
        };
    }

    private static Command ListKeys(Func<ParseResult, KeyCommand, CancellationToken, Task<int>> run)
    {
        Option<string?> tenant = new("--tenant") { Description = "Only this tenant's" };
        Command command = new("list", "List the keys, revoked and expired ones too.") { tenant };
        command.SetAction((line, cancellationToken) => run(line, new KeyCommand.List(line.GetValue(tenant)), cancellationToken));
        return command;
    }

    private static Command RevokeKey(Func<ParseResult, KeyCommand, CancellationToken, Task<int>> run)
    {
        Argument<string> id = new("ID") { Description = "As list shows it" };
        Command command = new("revoke", "Revoke a key.") { id };
        command.SetAction((line, cancellationToken) => run(line, new KeyCommand.Revoke(line.GetValue(id)!), cancellationToken));
        return command;
    }
}
