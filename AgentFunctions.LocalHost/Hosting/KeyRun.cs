using System.Globalization;
using System.Text;
using AgentFunctions.Access;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Spectre.Console;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>Carries out a command about API keys.</summary>
internal sealed class KeyRun(ApiKeys keys, IAnsiConsole console, TimeProvider time)
{
    /// <returns>The exit status: 0, or 1 when it could not be done; the console says why.</returns>
    public async Task<int> RunAsync(KeyCommand command, CancellationToken cancellationToken)
    {
        await keys.PrepareAsync(cancellationToken);
        return await CarryOutAsync(command, cancellationToken);
    }

    private Task<int> CarryOutAsync(KeyCommand command, CancellationToken cancellationToken) => command switch
    {
        KeyCommand.Create create => CreateAsync(create, cancellationToken),
        KeyCommand.List list => ListAsync(list.Tenant is { } tenant ? new TenantId(tenant) : null, cancellationToken),
        KeyCommand.Revoke revoke => RevokeAsync(revoke.Id, cancellationToken),
        _ => throw new InvalidOperationException($"There is no command {command}."),
    };

    private async Task<int> CreateAsync(KeyCommand.Create create, CancellationToken cancellationToken)
    {
        (ApiKeyRequest? request, Refusal? refusal) = ApiKeyRequest.Read(Encoding.UTF8.GetBytes(create.Request.ToJsonString()), time.GetUtcNow());
        if (request is null)
        {
            foreach (FieldError error in ((Refusal.Invalid)refusal!).Errors)
            {
                console.WriteLine($"{error.Field} {error.Message}.");
            }

            return 1;
        }

        (ApiKey key, ApiKeyText text) = await keys.CreateAsync(request, request.Tenant ?? TenantId.Default, cancellationToken);
        console.WriteLine($"Key {key.Id} of tenant {key.Tenant} may {string.Join(", ", RoleNames.Of(key.Roles))}. Keep it now; it is not shown again:");

        // Whole, however narrow the console is.
        console.Profile.Out.Writer.WriteLine(text.Reveal());
        return 0;
    }

    private async Task<int> ListAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        Table table = new Table().AddColumn("id", id => id.NoWrap()).AddColumns("tenant", "name", "roles", "created", "ends", "requests a minute");
        foreach (ApiKey key in await keys.ListAsync(tenant, cancellationToken))
        {
            string ends = key.RevokedAt is { } revoked ? $"revoked {revoked:u}" : key.ExpiresAt is { } expires ? $"{expires:u}" : "never";
            table.AddRow(
                new Text(key.Id), new Text(key.Tenant.Value), new Text(key.Name), new Text(string.Join(", ", RoleNames.Of(key.Roles))),
                new Text($"{key.CreatedAt:u}"), new Text(ends), new Text(key.RequestsPerMinute?.ToString(CultureInfo.InvariantCulture) ?? "no limit"));
        }

        console.Write(table);
        return 0;
    }

    private async Task<int> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        ApiKey? key = await keys.RevokeAsync(id, tenant: null, cancellationToken);
        console.WriteLine(key is null
            ? $"There is no key '{id}'; 'keys list' shows those there are."
            : $"Key {id} of tenant {key.Tenant} is revoked. A host that runs notices within {ApiKeys.KnownFor.TotalSeconds:0} s.");
        return key is null ? 1 : 0;
    }
}
