using System.CommandLine;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>keys create</c>, <c>keys list</c>, <c>keys revoke</c>.</summary>
internal static class KeyCommands
{
    private static readonly string[] Roles = ["submit", "read", "admin"];

    public static Command Create(CommandBinder bind) => new("keys", "API keys; needs the role admin.") { CreateKey(bind), List(bind), Revoke(bind) };

    private static Command CreateKey(CommandBinder bind)
    {
        Option<string> name = new("--name") { Description = "What the key is for", Required = true };
        Option<string[]> roles = new("--role") { Description = "What it may do; may be given several times", Required = true, AllowMultipleArgumentsPerToken = true };
        roles.AcceptOnlyFromAmong(Roles);
        Option<string?> tenant = new("--tenant") { Description = "Whose tasks it sees; for the operator [default: your own]" };
        Option<DateTimeOffset?> expires = MomentOption.Future("--expires", "When it ends [default: never]");
        Option<int?> requests = new("--requests-per-minute") { Description = "Most requests a minute [default: the application's limit]" };
        return bind(new Command("create", "Make a key, and print it. It is not shown again.") { name, roles, tenant, expires, requests }, async (run, cancellationToken) =>
        {
            ApiKey key = await run.Client.Keys.CreateAsync(
                new ApiKeyRequest { Name = run.Get(name)!, Roles = run.Get(roles)!, Tenant = run.Get(tenant), Expires = run.Get(expires), RequestsPerMinute = run.Get(requests) }, cancellationToken);
            if (run.Output.IsJson)
            {
                run.Output.Json(key, ClientJson.Default.ApiKey);
            }
            else
            {
                run.Output.Note($"Key {key.Id} of tenant {key.Tenant} for {string.Join(", ", key.Roles)}. It is not shown again:");
                run.Output.Line(key.Key!);
            }

            return ExitCode.Ok;
        });
    }

    private static Command List(CommandBinder bind) => bind(new Command("list", "List the keys, revoked and expired ones too."), async (run, cancellationToken) =>
    {
        ApiKeyList keys = new(await run.Client.Keys.ListAsync(cancellationToken));
        run.Output.Show(keys, ClientJson.Default.ApiKeyList, list => [Table(list.Keys)]);
        return ExitCode.Ok;
    });

    private static Command Revoke(CommandBinder bind)
    {
        Argument<string> id = new("ID") { Description = "As list shows it" };
        return bind(new Command("revoke", "Revoke a key. The same again changes nothing.") { id }, async (run, cancellationToken) =>
        {
            run.Output.Show(await run.Client.Keys.RevokeAsync(run.Get(id), cancellationToken), ClientJson.Default.ApiKey, key => [Table([key])]);
            return ExitCode.Ok;
        });
    }

    private static Spectre.Console.Table Table(IEnumerable<ApiKey> keys) => Format.Table(
        ["id", "name", "tenant", "roles", "created", "expires", "revoked", ">a minute"],
        keys.Select(k => (string[])[k.Id, k.Name, k.Tenant, string.Join(", ", k.Roles), Format.Time(k.Created), Format.Time(k.Expires), Format.Time(k.Revoked), k.RequestsPerMinute is { } limit ? Format.Number(limit) : "-"]));
}
