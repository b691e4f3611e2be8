using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Access;

/// <summary>How callers say who they are.</summary>
public enum AccessMode
{
    /// <summary>They do not: everybody is tenant <c>default</c> and may do everything. For one machine.</summary>
    Open,

    /// <summary>With an API key of this application.</summary>
    Keys,

    /// <summary>With a key of the Functions host, which turns all others away; whoever has one is tenant <c>default</c>. On Azure only.</summary>
    HostKey,

    /// <summary>They have signed in through App Service Authentication (Entra ID). On Azure only.</summary>
    Principal,
}

/// <summary>Settings of access.</summary>
public sealed class AccessOptions
{
    /// <value>Default: <see cref="AccessMode.HostKey"/> on Azure, <see cref="AccessMode.Open"/> on the local host.</value>
    public AccessMode? Mode { get; init; }

    /// <value>
    /// In mode <see cref="AccessMode.Keys"/>, a key of the operator, good in all regions for everything; with it the first API keys are made. At least 32 characters.
    /// Default none.
    /// </value>
    public string? OperatorKey { get; init; }

    /// <value>Requests a minute of a key that names no limit of its own; default none.</value>
    public int? RequestsPerMinute { get; init; }

    /// <value>In mode <see cref="AccessMode.Principal"/>, the claim that names the tenant. Default <c>http://schemas.microsoft.com/identity/claims/tenantid</c>.</value>
    public string TenantClaim { get; init; } = "http://schemas.microsoft.com/identity/claims/tenantid";

    /// <summary>The mode that is set, or <paramref name="usual"/>; also for a text that is none, which the check of the settings finds.</summary>
    public static AccessMode ModeOf(IConfiguration settings, AccessMode usual) =>
        Enum.TryParse(settings[$"{ServiceCollectionExtensions.Section}:Access:Mode"], ignoreCase: true, out AccessMode mode) ? mode : usual;
}
