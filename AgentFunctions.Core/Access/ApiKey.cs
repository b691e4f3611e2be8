using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>What is stored of an API key: everything but its secret.</summary>
public sealed record ApiKey
{
    /// <summary>The part of the key's text that may be shown; its first character is the number of the region that has it.</summary>
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public required string Name { get; init; }

    public required Roles Roles { get; init; }

    /// <summary>SHA-256 of the secret in hex. The secret has 200 random bits, so nobody finds it by trying.</summary>
    public required string SecretHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Most requests a minute over all instances; null: no limit.</summary>
    public int? RequestsPerMinute { get; init; }
}
