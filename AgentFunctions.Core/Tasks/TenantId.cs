namespace AgentFunctions.Tasks;

/// <summary>Whose task it is. Tenants do not see each other's tasks, results or costs.</summary>
public readonly record struct TenantId(string Value)
{
    /// <summary>What <see cref="IsValid"/> accepts, for messages.</summary>
    public const string Allowed = "1 to 64 lower-case letters, digits, hyphens and dots";

    private const int MaxLength = 64;

    /// <summary>The tenant of a caller that named none.</summary>
    public static TenantId Default { get; } = new("default");

    /// <summary>True when a tenant may be given that name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    public override string ToString() => Value;
}
