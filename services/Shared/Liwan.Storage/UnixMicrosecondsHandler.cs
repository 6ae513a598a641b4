using System.Data;
using System.Globalization;
using Dapper;

namespace Liwan.Storage;

/// <summary>Lets rows and parameters hold <see cref="DateTimeOffset"/> where the column holds microseconds.</summary>
internal sealed class UnixMicrosecondsHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public static void Register()
    {
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new UnixMicrosecondsHandler());
    }

    public override DateTimeOffset Parse(object value) =>
        UnixMicroseconds.ToDateTimeOffset(Convert.ToInt64(value, CultureInfo.InvariantCulture));

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = UnixMicroseconds.From(value);
    }
}
