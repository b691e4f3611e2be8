using System.Net;
using AgentFunctions.Access;
using Microsoft.Extensions.Options;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>How callers of this host say who they are, and whether that is enough for where it listens.</summary>
internal static class LocalAccess
{
    private const string ModeSetting = "AgentFunctions__Access__Mode";
    private const string HowToKey = "Make one: dotnet run --project AgentFunctions.LocalHost -- keys create --name first --role submit --role read --role admin";

    /// <exception cref="HostStartException">The mode exists on Azure only, or the host would be open to other machines.</exception>
    public static AccessMode ModeOf(LocalHostOptions options, IConfiguration settings)
    {
        bool isLoopback = IPAddress.IsLoopback(options.Address);
        if (options.Mode == LocalHostMode.Demo)
        {
            return AccessMode.Open;
        }

        AccessMode mode = AccessOptions.ModeOf(settings, isLoopback ? AccessMode.Open : AccessMode.Keys);
        return mode switch
        {
            AccessMode.HostKey or AccessMode.Principal => throw new HostStartException(
                $"{ModeSetting} is {mode}, which exists on Azure only; allowed here are {AccessMode.Open} and {AccessMode.Keys}."),
            AccessMode.Open when !isLoopback => throw new HostStartException(
                $"{ModeSetting} is {mode}, and {options.Address} is not the loopback: anybody who reaches it could use it. Allowed are {AccessMode.Keys}, or --address 127.0.0.1."),
            _ => mode,
        };
    }

    /// <summary>Refuses to listen where others reach the host and nobody has a key.</summary>
    /// <exception cref="HostStartException">There is no key that is good.</exception>
    public static async Task CheckKeysAsync(LocalHostOptions options, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (IPAddress.IsLoopback(options.Address) || services.GetRequiredService<IOptions<AccessOptions>>().Value.OperatorKey is not null)
        {
            return;
        }

        IApiKeyStore store = services.GetRequiredService<IApiKeyStore>();
        DateTimeOffset now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await store.PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (!(await store.ListAsync(tenant: null, cancellationToken).ConfigureAwait(false)).Any(key => key.RevokedAt is null && !(key.ExpiresAt <= now)))
        {
            throw new HostStartException($"{options.Address} is not the loopback, and there is no API key yet. {HowToKey}");
        }
    }
}
