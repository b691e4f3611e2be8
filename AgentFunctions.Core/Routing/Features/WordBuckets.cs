using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AgentFunctions.Routing.Features;

/// <summary>
/// The hashing trick (Weinberger et al., ICML 2009): words and pairs of neighbours fall into a fixed number of buckets
/// with a sign, so that the predictor's size does not grow with what it has read.
/// </summary>
internal static class WordBuckets
{
    /// <summary>Number of buckets.</summary>
    public const int Size = 2048;

    public static WordFeature[] Of(PromptText text)
    {
        SortedDictionary<int, float> sums = [];
        foreach (string term in Terms(text))
        {
            (int bucket, int sign) = BucketOf(term);
            sums[bucket] = sums.GetValueOrDefault(bucket) + sign;
        }

        // By length 1, so that a long prompt does not weigh more than a short one.
        float length = MathF.Sqrt(sums.Values.Sum(v => v * v));
        return length == 0 ? [] : [.. sums.Where(s => s.Value != 0).Select(s => new WordFeature(s.Key, s.Value / length))];
    }

    /// <summary>The terms of a text in each of its buckets, to explain with.</summary>
    public static ILookup<int, string> TermsByBucket(PromptText text) => Terms(text).ToLookup(t => BucketOf(t).Bucket);

    private static IEnumerable<string> Terms(PromptText text) =>
        text.Tokens.Concat(text.Tokens.Zip(text.Tokens.Skip(1), (first, second) => $"{first} {second}")).Distinct(StringComparer.Ordinal);

    private static (int Bucket, int Sign) BucketOf(string term)
    {
        // Unlike string.GetHashCode, the same in every process.
        ulong hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(term.AsSpan()));
        return ((int)(hash % Size), (hash >> 63) == 0 ? 1 : -1);
    }
}
