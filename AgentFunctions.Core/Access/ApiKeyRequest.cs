using System.Text.Json;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>What an API key is to be.</summary>
/// <param name="Tenant">Null: the caller's own.</param>
public sealed record ApiKeyRequest(string Name, TenantId? Tenant, Roles Roles, DateTimeOffset? ExpiresAt, int? RequestsPerMinute)
{
    /// <summary>Most characters of a name.</summary>
    public const int NameLength = 100;

    /// <summary>Most requests a minute that a key can be given.</summary>
    public const int MostRequestsPerMinute = 1_000_000;

    private static readonly string[] Fields = ["name", "tenant", "roles", "expires", "requestsPerMinute"];

    /// <summary>Reads a client's JSON.</summary>
    /// <returns>The request, or all that is wrong with it.</returns>
    public static (ApiKeyRequest? Request, Refusal? Refusal) Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            RequestFields fields = new(document.RootElement, "a key", Fields);
            ApiKeyRequest request = new(NameOf(fields), TenantOf(fields), RolesOf(fields), ExpiryOf(fields, now), (int?)fields.Whole("requestsPerMinute", 1, MostRequestsPerMinute));
            return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private static string NameOf(RequestFields fields)
    {
        string name = fields.Text("name", required: true) ?? string.Empty;
        if (name.Length > NameLength)
        {
            fields.Add("name", $"has {name.Length} characters; allowed are {NameLength}");
        }

        return name;
    }

    private static TenantId? TenantOf(RequestFields fields)
    {
        if (fields.Text("tenant") is not { } name)
        {
            return null;
        }

        if (!TenantId.IsValid(name))
        {
            fields.Add("tenant", $"allowed are {TenantId.Allowed}");
        }

        return new TenantId(name);
    }

    private static Roles RolesOf(RequestFields fields)
    {
        if (fields.Any("roles", required: true) is not { } value)
        {
            return Roles.None;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            && value.EnumerateArray().Select(role => role.ValueKind == JsonValueKind.String ? RoleNames.Find(role.GetString()!) : null).ToArray() is var roles && roles.All(role => role is not null))
        {
            return roles.Aggregate(Roles.None, (all, role) => all | role!.Value);
        }

        fields.Add("roles", $"allowed is an array of one or more of {string.Join(", ", RoleNames.All)}");
        return Roles.None;
    }

    private static DateTimeOffset? ExpiryOf(RequestFields fields, DateTimeOffset now)
    {
        DateTimeOffset? expiry = fields.Time("expires");
        if (expiry <= now)
        {
            fields.Add("expires", "has passed; allowed is a time to come");
        }

        return expiry;
    }
}
