namespace AgentFunctions.Client;

/// <summary>What an API key is to be.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>What it is for, at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>One or more of <c>submit</c>, <c>read</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Whose tasks it sees; only the operator may name another tenant than its own.</summary>
    public string? Tenant { get; init; }

    /// <value>Null: never.</value>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>1 to 1,000,000.</summary>
    /// <value>Null: the application's limit, if there is one.</value>
    public int? RequestsPerMinute { get; init; }
}

/// <summary>An API key.</summary>
/// <param name="Key">The key itself; only in the answer to the call that made it.</param>
/// <param name="RequestsPerMinute">Its own limit; null: the application's, if there is one.</param>
public sealed record ApiKey(
    string Id, string? Key, string Name, string Tenant, IReadOnlyList<string> Roles, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Revoked, int? RequestsPerMinute);

internal sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys);
