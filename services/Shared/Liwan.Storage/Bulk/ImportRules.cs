using System.Globalization;
using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Ledger;

namespace Liwan.Storage.Bulk;

/// <summary>The rules of the stream of an import; a stream that breaks one is ended.</summary>
internal static class ImportRules
{
    public static ImportSettings ReadSettings(ImportSettings? settings)
    {
        var violations = new Violations();
        if (settings is null)
        {
            violations.Add("settings", ErrorCatalogue.FieldRequired);
            violations.ThrowIfAny();
        }

        if (!LedgerCall.IsUuid4(settings!.ImportId))
        {
            violations.Add("settings.import_id", ErrorCatalogue.RequestIdInvalid, ("value", settings.ImportId));
        }

        if (settings.Mode is not (ImportSettings.Types.Mode.CreateOrReplace or ImportSettings.Types.Mode.CreateOnly))
        {
            violations.Add("settings.mode", ErrorCatalogue.ValueNotAccepted, ("value", Print((int)settings.Mode)), ("expected", "CREATE_OR_REPLACE, CREATE_ONLY"));
        }

        if (settings.FromIndex < 0)
        {
            violations.Add("settings.from_index", ErrorCatalogue.ValueNotAccepted, ("value", Print(settings.FromIndex)), ("expected", ">= 0"));
        }

        violations.ThrowIfAny();
        return settings;
    }

    public static bool RequireNoSettings(ImportSettings? settings) => settings is null
        ? true
        : throw new ServiceException(new Violations().Add(
            "settings", ErrorCatalogue.ValueNotAccepted, ("value", settings.ImportId), ("expected", "仅第一条消息可带 settings")));

    /// <summary>Returns the last index.</summary>
    public static long CheckItems(IEnumerable<long> indexes, long last)
    {
        var count = 0;
        foreach (var index in indexes)
        {
            if (index <= last || index == long.MaxValue)
            {
                throw new ServiceException(new Violations().Add(
                    $"items[{Print(count)}].index", ErrorCatalogue.ValueNotAccepted, ("value", Print(index)), ("expected", $"> {Print(last)}")));
            }

            last = index;
            count++;
        }

        if (count > ImportRunner.MostItems)
        {
            throw new ServiceException(new Violations().Add(
                "items", ErrorCatalogue.TooManyItems, ("value", Print(count)), ("limit", Print(ImportRunner.MostItems))));
        }

        return last;
    }

    private static string Print(long value) => value.ToString(CultureInfo.InvariantCulture);
}
