using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Idempotency;

/// <summary>A client's <c>Idempotency-Key</c>: 1 to 255 visible ASCII characters, with or without the quotes of a structured header.</summary>
public sealed record IdempotencyKey
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 255;

    /// <summary>What a refusal says is allowed.</summary>
    public const string Allowed = "allowed are 1 to 255 visible ASCII characters, once";

    private IdempotencyKey(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads the value of the header.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out IdempotencyKey? key)
    {
        string value = header?.Trim() ?? string.Empty;
        value = value is ['"', .. var inner, '"'] ? inner : value;
        bool valid = value.Length is >= 1 and <= MaxLength && value.All(c => c is > ' ' and <= '~');
        key = valid ? new IdempotencyKey(value) : null;
        return valid;
    }

    /// <summary>One text for a tenant's key that no other tenant's can equal, fit to be a key of a table.</summary>
    internal string ScopeFor(TenantId tenant) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Value.Length}:{tenant.Value}{Value}")));
}
